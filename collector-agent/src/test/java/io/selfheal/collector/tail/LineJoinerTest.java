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

class LineJoinerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("app.log");
    }

    @Test
    void joinsLinesThatGoOnOnceTheNextOneBeginsOrNothingComesForASecond() throws IOException {
        append("one\n\tmore\n  and more\nCaused by: x\n\tat y\ntwo\n");
        TailBench bench = bench(Continuation.JAVA).read();
        assertThat(bench.texts()).containsExactly("one \tmore   and more Caused by: x \tat y");

        append("\tlate\n");
        bench.read();
        bench.passTime(PATIENCE);
        bench.read();

        assertThat(bench.texts()).endsWith("two \tlate").hasSize(2);
        assertThat(bench.sent.getLast().start()).isEqualTo(40);
    }

    @Test
    void takesOnlyTabsForContinuationsWhereTheRuleSaysSo() throws IOException {
        append("one\n\tmore\n two\nthree\nfour\n");

        TailBench bench = bench(Continuation.TAB).read();

        assertThat(bench.texts()).containsExactly("one \tmore", " two", "three");
    }

    @Test
    void losesNothingOfAHeldLineInACrashAndSendsItUnderOneId() throws IOException {
        append("one\ntwo\n\tmore\n");
        TailBench bench = bench(Continuation.INDENTED).read();
        bench.acknowledgeAll();
        bench.save();
        bench.sink = joiner(bench, Continuation.INDENTED);
        bench.crash(0);
        append("\tafter the crash\nthree\n");

        bench.read();
        bench.passTime(PATIENCE);
        bench.read();
        bench.acknowledgeAll();

        assertThat(bench.texts()).containsExactly("one", "two \tmore \tafter the crash", "three");
        assertThat(bench.path().lag()).isZero();
    }

    @Test
    void dropsAHeldLineWhenReadingBeginsAgainBeforeItAndIsDoneWithItOnce() throws IOException {
        append("one\n\tmore\ntwo\n");
        TailBench bench = bench(Continuation.TAB).read();
        bench.forget();

        bench.read();
        bench.passTime(PATIENCE);
        bench.read();
        bench.acknowledgeAll();

        assertThat(bench.texts()).containsExactly("one \tmore", "one \tmore", "two");
        assertThat(bench.received).allSatisfy((text, ids) -> assertThat(ids).hasSize(1));
        assertThat(bench.path().lag()).isZero();
    }

    @Test
    void holdsALineBackWhileTheSinkTakesNothing() throws IOException {
        append("one\n\tmore\ntwo\n\tmore\nthree\n");
        TailBench bench = bench(Continuation.TAB);
        bench.room = 1;
        bench.read();
        assertThat(bench.texts()).containsExactly("one \tmore");
        bench.acknowledgeAll();
        bench.read();
        assertThat(bench.texts()).containsExactly("one \tmore", "two \tmore");
    }

    @Test
    void keepsNoMoreOfAJoinedLineThanTheBound() throws IOException {
        append("x".repeat(1000) + "\n" + ("\t" + "y".repeat(1000) + "\n").repeat(50) + "next\n");

        TailBench bench = bench(Continuation.TAB).read();

        assertThat(bench.sent).singleElement().satisfies(line -> {
            assertThat(line.text()).hasSize(1024);
            assertThat(line.cut()).isTrue();
        });
    }

    private TailBench bench(Continuation rule) {
        TailBench bench = new TailBench(1024, new FilePattern(log.toString(), false));
        bench.sink = joiner(bench, rule);
        return bench;
    }

    private static LineJoiner joiner(TailBench bench, Continuation rule) {
        return new LineJoiner(bench, rule, 1024);
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
