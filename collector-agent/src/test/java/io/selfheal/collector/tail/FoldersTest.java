package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final Instant QUIET = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        for (String name : new String[] {"b.log.1", "a.log", "b.log", "b", "c.log"}) {
            Files.createFile(directory.resolve(name));
        }
    }

    @Test
    void findsNamesByTheirBeginning() throws IOException {
        Folders folders = new Folders(InstantSource.system());

        assertThat(folders.beginningWith(directory, "b"))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("b", "b.log", "b.log.1");
        assertThat(folders.beginningWith(directory, "d")).isEmpty();
    }

    @Test
    void keepsWhatItReadUntilTheDirectoryChanges() throws IOException {
        Folders folders = new Folders(InstantSource.fixed(QUIET.plusSeconds(1)));
        quietSince(QUIET);
        assertThat(folders.beginningWith(directory, "a")).hasSize(1);

        Files.createFile(directory.resolve("a.log.1"));
        quietSince(QUIET);
        assertThat(folders.beginningWith(directory, "a")).as("kept").hasSize(1);

        quietSince(QUIET.plusNanos(4_000_000));
        assertThat(folders.beginningWith(directory, "a")).as("changed").hasSize(2);
    }

    /** Two changes within a tick of the kernel's clock have the same time. */
    @Test
    void doesNotKeepWhatItReadRightAfterAChange() throws IOException {
        seesAChangeOfTheSameTime(new Folders(InstantSource.fixed(QUIET.plusMillis(50))));
    }

    @Test
    void keepsNothingOfRemoteFileSystems() throws IOException {
        seesAChangeOfTheSameTime(new Folders(null));
    }

    private void seesAChangeOfTheSameTime(Folders folders) throws IOException {
        quietSince(QUIET);
        assertThat(folders.beginningWith(directory, "a")).hasSize(1);

        Files.createFile(directory.resolve("a.log.1"));
        quietSince(QUIET);

        assertThat(folders.beginningWith(directory, "a")).hasSize(2);
    }

    private void quietSince(Instant time) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.from(time));
    }
}
