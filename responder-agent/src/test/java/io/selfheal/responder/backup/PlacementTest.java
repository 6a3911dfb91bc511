package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore as root below a directory of somebody who renames things meanwhile. */
class PlacementTest {
    @TempDir
    Path directory;

    private Path root;
    private Path site;
    private Path aside;
    private Path victim;

    @BeforeEach
    void folders() throws IOException {
        directory = directory.toRealPath();
        root = directory.resolve("root");
        site = Files.createDirectories(root.resolve("home/mallory/site"));
        aside = root.resolve("home/mallory/aside");
        victim = Files.createDirectory(directory.resolve("cron.d"));
    }

    @Test
    void aDirectoryThatBecomesALinkWhileAFileIsWrittenLeadsNowhere() throws IOException {
        new Placement(root).put(entry("home/mallory/site/job", Entry.Kind.FILE), new Swapping("* * * * * root id\n"));

        assertThat(victim).isEmptyDirectory();
        assertThat(site).isSymbolicLink();
        assertThat(aside.resolve("job")).hasContent("* * * * * root id\n");
    }

    @Test
    void aDirectoryThatBecomesALinkBeforeItIsFinishedIsNotTouchedThroughIt() throws IOException {
        Placement placement = new Placement(root);
        placement.put(entry("home/mallory/site", Entry.Kind.DIRECTORY), InputStream.nullInputStream());
        placement.put(entry("home/mallory/site/sub", Entry.Kind.DIRECTORY), InputStream.nullInputStream());
        Files.createDirectory(victim.resolve("sub"));
        swap();

        assertThatThrownBy(placement::finish).isInstanceOf(IOException.class).hasMessageContaining("symbolic link");
        assertThat(Files.getLastModifiedTime(victim.resolve("sub")).toInstant()).isAfter(Instant.EPOCH.plusSeconds(1));
    }

    private void swap() throws IOException {
        Files.move(site, aside);
        Files.createSymbolicLink(site, victim);
    }

    private Entry entry(String path, Entry.Kind kind) throws IOException {
        var is = Files.readAttributes(directory, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        long uid = ((Number) is.get("uid")).longValue();
        long gid = ((Number) is.get("gid")).longValue();
        return new Entry(path, kind, 0, 0755, uid, gid, Instant.EPOCH, "");
    }

    /** Content; while it is read, the directory changes places. */
    private final class Swapping extends FilterInputStream {
        private boolean swapped;

        Swapping(String text) {
            super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (!swapped) {
                swapped = true;
                swap();
            }
            return super.read(bytes, from, count);
        }
    }
}
