package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("auth.log");
    }

    @Test
    void readsWhatIsAppended() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        append(log, "two\nthree\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void goesOnLookingWhenTheClockIsSetBack() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "two\n");
        bench.passTime(Duration.ofDays(-1));

        bench.tail.pass(bench::save);

        assertThat(bench.texts()).containsExactly("one", "two");
    }

    @Test
    void drainsARenamedFileToItsLastLineAndReadsTheNewOneFromItsBeginning() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        append(log, "two\n");
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "four\n");
        bench.read();
        append(directory.resolve("auth.log.1"), "three, written after the rename\n");
        bench.read();
        assertThat(bench.texts()).containsExactlyInAnyOrder("one", "two", "three, written after the rename", "four");
    }

    @Test
    void letsGoOfARotatedFileOnceItIsQuietAndEmitsItsUnterminatedLastLineThen() throws IOException {
        append(log, "one\nhalf");
        TailBench bench = bench().read();
        Files.move(log, directory.resolve("auth.log.1"));
        append(log, "new\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "new");
        bench.passTime(TailBench.QUIET);
        bench.read();
        bench.acknowledgeAll();
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "new", "half");
        assertThat(bench.tail.left().files())
                .singleElement()
                .satisfies(mark -> assertThat(mark.offset()).isEqualTo(4));
    }

    @Test
    void readsEveryFileOfARenameChainOfThreeThatHappenedBetweenTwoLooks() throws IOException {
        append(log, "a1\n");
        TailBench bench = bench().read();
        append(log, "a2\n");
        chainOfThree();
        bench.read();
        assertThat(bench.texts()).containsExactly("a1", "a2", "b1", "c1", "d1");
    }

    @Test
    void readsEveryFileOfARenameChainOfThreeThatHappenedWhileTheCollectorWasDown() throws IOException {
        append(directory.resolve("auth.log.9"), "history that is not read again\n");
        tick();
        append(log, "a1\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        append(log, "a2\n");
        chainOfThree();
        bench.read();
        assertThat(bench.texts()).containsExactly("a1", "a2", "b1", "c1", "d1");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(5);
    }

    @Test
    void startsAnewWhenTheFileIsTruncatedToShorter() throws IOException {
        append(log, "Jan 1 00:00:01 one\nJan 1 00:00:02 two\n");
        TailBench bench = bench().read();
        truncate(log);
        append(log, "Jan 1 00:00:03 x\n");
        bench.read();
        assertThat(bench.texts()).endsWith("Jan 1 00:00:03 x");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(3);
    }

    @Test
    void noticesACopytruncatedFileThatHasGrownBeyondTheOldPosition() throws IOException {
        append(log, "old line\n");
        TailBench bench = bench().read();
        truncate(log);
        append(log, "new line, much longer than the old one\nand another\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("old line", "new line, much longer than the old one", "and another");
    }

    @Test
    void givesTheSameFirstLineAnotherIdAfterEachTruncation() throws IOException {
        append(log, "=== started ===\none\n");
        TailBench bench = bench().read();
        for (int i = 0; i < 3; i++) {
            truncate(log);
            append(log, "=== started ===\n");
            bench.read();
            bench.restartCleanly();
            append(log, "after " + i + ", long enough to pass the old end\n");
            bench.read();
        }
        assertThat(bench.sent).hasSize(8);
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(8);
    }

    @Test
    void readsTheRestThatCopytruncateTookAwayFromTheCopyUnderTheSameIdentity() throws IOException {
        append(log, "one, at least as long as the context is\n");
        TailBench bench = bench().read();
        append(log, "two, written right before the copy\n");
        Files.copy(log, directory.resolve("auth.log.1"));
        truncate(log);
        append(log, "three\n");
        bench.read();
        assertThat(bench.texts())
                .containsExactly(
                        "one, at least as long as the context is", "two, written right before the copy", "three");
        assertThat(bench.sent.get(1).start()).isEqualTo(40);
    }

    @Test
    void takesALaterCopyForNoNewFile() throws IOException {
        append(log, "one, at least as long as the context is\n");
        TailBench bench = bench().read();
        for (int i = 0; i < 3; i++) {
            tick();
            Files.copy(log, directory.resolve("auth.log.1"), StandardCopyOption.REPLACE_EXISTING);
            truncate(log);
            append(log, "round " + i + ", and long enough to be told from others\n");
            bench.read();
            bench.restartCleanly();
        }
        assertThat(bench.texts()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void readsADeletedAndRecreatedFileFromItsBeginning() throws IOException {
        append(log, "one\n");
        TailBench bench = bench().read();
        append(log, "two\n");
        Files.delete(log);
        bench.read();
        assertThat(bench.tail.paths().getFirst().state()).isEqualTo(SourceState.MISSING);
        append(log, "three\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void tellsANewFileThatGotTheOldInodeFromTheOldOne() throws IOException {
        append(log, "Jan 1 00:00:01 the first file\n");
        TailBench bench = bench().read();
        bench.restartCleanly();
        bench.tail.close();
        Object inode = Files.getAttribute(log, "unix:ino");
        Files.delete(log);
        append(log, "Jan 1 00:00:02 the 2nd file, longer\n");
        int tries = 0;
        while (!Files.getAttribute(log, "unix:ino").equals(inode) && tries++ < 1000) {
            Files.delete(log);
            append(log, "Jan 1 00:00:02 the 2nd file, longer\n");
        }
        bench.read();
        assertThat(bench.texts())
                .containsExactly("Jan 1 00:00:01 the first file", "Jan 1 00:00:02 the 2nd file, longer");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(2);
    }

    @Test
    void skipsTheHoleThatAWriterWithoutAppendLeavesAfterTruncation() throws IOException {
        append(log, "one\n".repeat(50_000));
        TailBench bench = bench().read();
        truncate(log);
        try (FileChannel hole = FileChannel.open(log, StandardOpenOption.WRITE)) {
            hole.write(java.nio.ByteBuffer.wrap("after the hole\n".getBytes(UTF_8)), 200_000);
        }
        bench.read();
        assertThat(bench.texts()).hasSize(50_001).endsWith("after the hole");
    }

    @Test
    void followsASymbolicLinkWhenItIsTurnedToAnotherFile() throws IOException {
        Path first = directory.resolve("app-1.txt");
        Path second = directory.resolve("app-2.txt");
        append(first, "one\n");
        Files.createSymbolicLink(log, first);
        TailBench bench = bench().read();
        append(first, "two\n");
        append(second, "three\n");
        Files.delete(log);
        Files.createSymbolicLink(log, second);
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void aFileThatIsRenamedAndRenamedBackGoesOnWhereItWas() throws IOException {
        append(log, "one\ntwo\n");
        TailBench bench = bench().read();
        Files.move(log, directory.resolve("away"));
        bench.read();
        Files.move(directory.resolve("away"), log);
        append(log, "three\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void soItDoesLongAfterItWasLetGoOf() throws IOException {
        append(log, "one\ntwo\n");
        TailBench bench = bench().read();
        bench.acknowledgeAll();
        Files.move(log, directory.resolve("away"));
        bench.read();
        bench.passTime(TailBench.QUIET);
        bench.read();
        assertThat(bench.holds(FileId.stat(directory.resolve("away")).id())).isFalse();
        Files.move(directory.resolve("away"), log);
        append(log, "three\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void doesNotReadRotatedFilesAgainThatTheGlobMatchesToo() throws IOException {
        append(log, "one\n");
        TailBench bench = new TailBench(1024, new FilePattern(directory + "/auth.log*", false)).read();
        Files.move(log, directory.resolve("auth.log.1"));
        Files.write(directory.resolve("auth.log.2.gz"), new byte[] {31, -117, 10});
        append(log, "two\n");
        bench.read();
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two");
    }

    @Test
    void norAfterARestartBeforeTheLogIsThereAgain() throws IOException {
        append(log, "one\n");
        TailBench bench = new TailBench(1024, new FilePattern(directory + "/auth.log*", false)).read();
        Files.move(log, directory.resolve("auth.log.1"));
        bench.restartCleanly();

        bench.read();
        append(log, "two\n");
        bench.read();

        assertThat(bench.texts()).containsExactly("one", "two");
    }

    @Test
    void norAfterARestartThatFoundMoreInIt() throws IOException {
        append(log, "one\n");
        TailBench bench = new TailBench(1024, new FilePattern(directory + "/auth.log*", false)).read();
        bench.restartCleanly();
        append(log, "two\n");
        Files.move(log, directory.resolve("auth.log.1"));

        bench.read();
        append(log, "three\n");
        bench.read();

        assertThat(bench.texts()).containsExactlyInAnyOrder("one", "two", "three");
    }

    private TailBench bench() {
        return new TailBench(1024, new FilePattern(log.toString(), false));
    }

    private void chainOfThree() throws IOException {
        for (String content : new String[] {"b1\n", "c1\n", "d1\n"}) {
            tick();
            for (int i = 2; i >= 1; i--) {
                if (Files.exists(directory.resolve("auth.log." + i))) {
                    Files.move(directory.resolve("auth.log." + i), directory.resolve("auth.log." + (i + 1)));
                }
            }
            Files.move(log, directory.resolve("auth.log.1"));
            append(log, content);
        }
    }

    /** File systems stamp creation with the kernel's tick: two files of one rotation chain never share one in practice. */
    private static void tick() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(12));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void truncate(Path file) throws IOException {
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }
}
