package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {
    private static final int BOUND = 64 * 1024;

    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("auth.log");
    }

    @Test
    void waitsForTheRestOfAHalfWrittenLine() throws IOException {
        TailBench bench = bench(false);
        for (char part : "a line that comes byte by byte, longer than the context\n".toCharArray()) {
            append(String.valueOf(part));
            bench.read();
        }
        append("half");
        bench.read();
        assertThat(bench.texts()).containsExactly("a line that comes byte by byte, longer than the context");
    }

    @Test
    void cutsALineBeyondTheBoundAndMarksItWhetherItComesAtOnceOrInPieces() throws IOException {
        TailBench bench = bench(false);
        append("x".repeat(BOUND + 1) + "\nshort\n" + "y".repeat(BOUND) + "\n");
        bench.read();
        for (int i = 0; i < 10; i++) {
            append("z".repeat(50_000));
            bench.read();
        }
        append("\nlast\n");
        bench.read();
        assertThat(bench.sent.stream().map(TailBench.Sent::cut)).containsExactly(true, false, false, true, false);
        assertThat(bench.texts().stream().map(String::length)).containsExactly(BOUND, 5, BOUND, BOUND, 4);
        assertThat(bench.sent.get(4).start()).isEqualTo(BOUND + 2 + 6 + BOUND + 1 + 500_001);
    }

    @Test
    void passesAnyBytesOn() throws IOException {
        byte[] hostile = {'a', 0, (byte) 0xFF, (byte) 0xC3, 27, '[', '2', 'J', '\r', '\n', 'b', '\n'};
        Files.write(log, hostile);
        TailBench bench = bench(false).read();
        assertThat(bench.sent).hasSize(2);
        assertThat(bench.texts().getFirst()).startsWith("a\0\uFFFD");
        assertThat(bench.sent.get(1).start()).isEqualTo(10);
    }

    @Test
    void readsLinesAcrossManyBlocksWithExactOffsets() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append("line ").append(i).append(" ".repeat(i % 37)).append('\n');
        }
        append(text.toString());
        TailBench bench = bench(false).read();
        assertThat(bench.sent).hasSize(40_000);
        assertThat(bench.sent)
                .allSatisfy(line -> assertThat(text.substring(
                                (int) line.start(),
                                (int) line.start() + line.text().length()))
                        .isEqualTo(line.text()));
    }

    @Test
    void beginsAtTheEndOfAFileThatStoodThereAtTheVeryFirstStartAndOnlyThen() throws IOException {
        append("old\nhalf of an");
        TailBench bench = bench(true).read();
        append(" old line\nnew\n");
        bench.read();
        Files.writeString(directory.resolve("other.log"), "came later\n");
        bench.read();
        bench.restartCleanly();
        append("newer\n");
        bench.read();
        assertThat(bench.texts()).containsExactly("half of an old line", "new", "came later", "newer");
    }

    @Test
    void readsAgainUnderTheSameIdsWhatWasNotAcknowledgedBeforeACrash() throws IOException {
        append("one\ntwo\nthree\n");
        TailBench bench = bench(false).read();
        bench.acknowledge(1);
        bench.save();
        bench.crash(0);
        bench.read();
        assertThat(bench.texts()).containsExactly("one", "two", "three", "two", "three");
        assertThat(bench.sent.stream().map(TailBench.Sent::id).distinct()).hasSize(3);
    }

    @Test
    void readsAgainALineThatTheSinkDidNotTake() throws IOException {
        append("one\ntwo\nthree\n");
        TailBench bench = bench(false);
        bench.room = 1;
        for (int i = 0; i < 3; i++) {
            assertThat(bench.readOnce()).isIn(FileTail.Pass.REFUSED, FileTail.Pass.BUSY);
            bench.acknowledgeAll();
        }
        assertThat(bench.texts()).isEqualTo(List.of("one", "two", "three"));
    }

    @Test
    void givesTheSameIdsToTheSameFileEvenWithoutItsCheckpoint() throws IOException {
        append("one\ntwo\n");
        TailBench bench = bench(false).read();
        bench.crash(0);
        bench.read();
        assertThat(bench.sent).hasSize(4);
        assertThat(bench.sent.get(0)).isEqualTo(bench.sent.get(2));
        assertThat(bench.sent.get(0).id())
                .hasSize(32)
                .isNotEqualTo(bench.sent.get(1).id());
    }

    private TailBench bench(boolean fromEnd) {
        return new TailBench(BOUND, new FilePattern(directory + "/*.log", fromEnd));
    }

    private void append(String text) throws IOException {
        Files.write(log, text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
