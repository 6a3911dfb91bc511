package io.selfheal.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.selfheal.collector.tail.SourceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that prints what journalctl prints, and notes how it was called. */
class JournalReaderTest {
    @TempDir
    Path directory;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> cursors = new CopyOnWriteArrayList<>();

    @Test
    void goesOnAfterTheLastAcknowledgedEntryWhenTheProgramEnds() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"c1","MESSAGE":"one \\"__CURSOR\\":\\"fake\\""}'
                echo '{"__CURSOR":"c2","MESSAGE":[255,0]}'
                """);
        try (JournalReader journal = reader(List.of(program.toString()), null)) {
            journal.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> calls().size() >= 2);
        }
        assertThat(cursors).startsWith("c1", "c2");
        assertThat(calls().get(0)).contains("--lines=0").doesNotContain("cursor");
        assertThat(calls().get(1)).contains("--after-cursor=c2");
    }

    @Test
    void saysWhatToDoWhenTheJournalIsNotReadable() throws IOException {
        Path program = program("""
                echo 'Hint: You are currently not seeing messages from other users and the system.' >&2
                sleep 5
                """);
        try (JournalReader journal = reader(List.of(program.toString()), null)) {
            journal.start();
            await().until(() -> journal.state() == SourceState.DENIED);
            assertThat(journal.hint()).contains("systemd-journal");
        }
    }

    @Test
    void isASourceThatIsMissingWhereThereIsNoJournalctl() {
        try (JournalReader journal = reader(List.of("/nonexistent/journalctl"), "c9")) {
            journal.start();
            await().until(() -> journal.state() == SourceState.MISSING);
            assertThat(journal.hint()).contains("systemd");
            assertThat(journal.cursor()).isEqualTo("c9");
        }
    }

    @Test
    void skipsAnEntryThatIsLongerThanTheBound() throws IOException {
        Path program = program("""
                printf '{"MESSAGE":"'; head -c 400000 /dev/zero | tr '\\0' x; echo '","__CURSOR":"c1"}'
                echo '{"__CURSOR":"c2"}'
                sleep 5
                """);
        try (JournalReader journal = reader(List.of(program.toString()), null)) {
            journal.start();
            await().until(() -> !cursors.isEmpty());
        }
        assertThat(cursors).containsExactly("c2");
    }

    @Test
    void closesAlsoWhereKafkaWasNeverReachedAndNothingWasStarted() {
        JournalReader neverStarted = reader(List.of("journalctl"), null);

        assertThatCode(neverStarted::close).doesNotThrowAnyException();
    }

    private JournalReader reader(List<String> command, @Nullable String cursor) {
        return new JournalReader(command, cursor, true, lock, (json, from, to, itsCursor, journal) -> {
            assertThat(new String(json, from, to - from, StandardCharsets.UTF_8))
                    .startsWith("{")
                    .endsWith("}");
            return cursors.add(itsCursor);
        });
    }

    private List<String> calls() throws IOException {
        Path file = directory.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private Path program(String script) throws IOException {
        Path file = directory.resolve("fake-journalctl");
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >> " + directory.resolve("calls") + "\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
