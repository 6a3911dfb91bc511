package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that a glob found and that are gone for good: of containers, of one day, of one run. */
class GonePathsTest {
    private static final Duration NOTICED = Duration.ofHours(1);

    @TempDir
    Path directory;

    private TailBench bench;
    private Path log;

    @BeforeEach
    void followTheLogsOfContainers() throws IOException {
        bench = new TailBench(1024, new FilePattern(directory + "/*/*.log", false));
        log = log("c1");
        append(log, "one\n");
        bench.read();
        bench.acknowledgeAll();
    }

    @Test
    void aLogThatIsGoneIsShownForAnHourAndThenLetGoOf() throws IOException {
        Files.delete(log);
        lookAfter(TailBench.QUIET);
        lookAfter(NOTICED.minusMinutes(1));
        assertThat(bench.tail.paths()).extracting(FollowedPath::state).containsExactly(SourceState.MISSING);

        lookAfter(Duration.ofMinutes(1));

        assertThat(bench.tail.paths()).isEmpty();
        assertThat(bench.letGo).containsExactly(log);
    }

    @Test
    void oneWhoseFolderIsGoneTooIsLetGoOfSoon() throws IOException {
        Files.delete(log);
        Files.delete(log.getParent());
        lookAfter(TailBench.QUIET);

        lookAfter(Duration.ofMinutes(1));

        assertThat(bench.tail.paths()).isEmpty();
    }

    @Test
    void whatComesBackIsReadOnWhereItWasAndANewOneFromItsBeginning() throws IOException {
        // given: two logs that were let go of
        Path other = log("c2");
        append(other, "two\n");
        bench.read();
        bench.acknowledgeAll();
        Path away = directory.resolve("away");
        Files.move(log, away);
        Files.delete(other);
        lookAfter(TailBench.QUIET);
        lookAfter(NOTICED);
        assertThat(bench.tail.paths()).isEmpty();

        // when
        append(away, "three\n");
        Files.move(away, log);
        append(other, "four\n");
        bench.read();

        // then
        assertThat(bench.texts()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void soItIsAfterARestart() throws IOException {
        Path away = directory.resolve("away");
        Files.move(log, away);
        lookAfter(TailBench.QUIET);
        lookAfter(NOTICED);
        bench.restartCleanly();
        bench.read();

        append(away, "two\n");
        Files.move(away, log);
        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two");
    }

    @Test
    void whatIsUnreadIsHeld() throws IOException {
        append(log, "two\n");
        bench.room = 0;
        bench.read();
        Files.delete(log);
        lookAfter(TailBench.QUIET);
        lookAfter(NOTICED);

        bench.room = Integer.MAX_VALUE;
        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two");
    }

    @Test
    void aLogWithRotatedOnesBesideItIsWaitedFor() throws IOException {
        Files.move(log, log.resolveSibling("c1.log.1"));
        lookAfter(TailBench.QUIET);

        lookAfter(NOTICED.multipliedBy(2));
        append(log, "two\n");
        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two");
        assertThat(bench.letGo).isEmpty();
    }

    @Test
    void aLogThatTheConfigurationNamesIsWaitedFor() throws IOException {
        bench = new TailBench(1024, new FilePattern(log.toString(), false)).read();
        bench.acknowledgeAll();
        Files.delete(log);
        lookAfter(TailBench.QUIET);

        lookAfter(NOTICED.multipliedBy(2));

        assertThat(bench.tail.paths()).hasSize(1);
    }

    @Test
    void thousandsThatComeAndGoLeaveABoundedMemory() throws IOException {
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 200; i++) {
                append(log("c-" + round + "-" + i), "hello from " + round + "-" + i + "\n");
            }
            bench.read();
            bench.acknowledgeAll();
            for (int i = 0; i < 200; i++) {
                Path one = log("c-" + round + "-" + i);
                Files.delete(one);
                Files.delete(one.getParent());
            }
            lookAfter(TailBench.QUIET);
            lookAfter(TailBench.QUIET);
            assertThat(bench.tail.paths()).hasSizeLessThanOrEqualTo(101);
        }

        assertThat(bench.received)
                .hasSize(1 + 12 * 200)
                .allSatisfy((text, ids) -> assertThat(ids).hasSize(1));
        assertThat(bench.tail.left().newest()).hasSizeLessThanOrEqualTo(1101);
        assertThat(bench.tail.left().done()).hasSizeLessThanOrEqualTo(1101);
    }

    private Path log(String container) throws IOException {
        return Files.createDirectories(directory.resolve(container)).resolve(container + ".log");
    }

    /** Twice: what is found to be read and quiet is let go of after the look. */
    private void lookAfter(Duration time) {
        bench.passTime(time);
        bench.read();
        bench.acknowledgeAll();
        bench.read();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
