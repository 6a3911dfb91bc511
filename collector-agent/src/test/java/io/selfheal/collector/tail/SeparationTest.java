package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that turns out to be a remote one goes from the tail of local files to one of its own. */
class SeparationTest {
    @TempDir
    Path directory;

    private Path mount;
    private Path local;
    private Path remote;

    @BeforeEach
    void nameTheLogs() throws IOException {
        Path real = directory.toRealPath();
        mount = Files.createDirectory(real.resolve("mount"));
        local = Files.createDirectory(real.resolve("here")).resolve("auth.log");
        remote = mount.resolve("auth.log");
    }

    @Test
    void bothAreReadEachByItsOwnTail() throws IOException {
        append(local, "one\n");
        append(remote, "two\n");
        TailBench bench = bench().mounted(Set.of(mount)).read();

        assertThat(bench.tail.paths()).extracting(FollowedPath::path).containsExactly(local);
        assertThat(bench.texts()).containsExactlyInAnyOrder("one", "two");
        assertThat(bench.texts()).doesNotHaveDuplicates();
    }

    @Test
    void oneThatIsMountedLaterGoesOnWhereReadingGotTo() throws IOException {
        append(remote, "one\ntwo\n");
        TailBench bench = bench().read();
        bench.acknowledge(1);
        append(remote, "three\n");
        bench.mounted(Set.of(mount)).read();
        bench.acknowledgeAll();
        append(remote, "four\n");
        Files.move(remote, mount.resolve("auth.log.1"));
        append(remote, "five\n");
        bench.read();
        bench.acknowledgeAll();

        assertThat(bench.received.keySet()).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
        assertThat(bench.received.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
    }

    @Test
    void bothGoOnAfterARestart() throws IOException {
        append(local, "one\n");
        append(remote, "two\n");
        TailBench bench = bench().mounted(Set.of(mount)).read();
        bench.acknowledgeAll();
        bench.save();
        bench.crash(0);
        append(local, "three\n");
        append(remote, "four\n");
        bench.read();

        assertThat(bench.texts()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void whatIsNotMountedAtTheMomentIsWaitedForByItsOwnTail() throws IOException {
        append(remote, "one\n");
        TailBench bench = bench().mounted(Set.of(mount)).read();
        Files.move(remote, mount.resolve("away"));
        bench.mounted(Set.of()).read();
        Files.move(mount.resolve("away"), remote);
        append(remote, "two\n");
        bench.read();

        assertThat(bench.tail.paths()).extracting(FollowedPath::path).containsExactly(local);
        assertThat(bench.texts()).containsExactly("one", "two");
    }

    private TailBench bench() {
        return new TailBench(1024, new FilePattern(directory + "/*/auth.log", false));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
