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
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(calls().get(0)).as("an empty journal is read whole").doesNotContain("cursor");
        assertThat(calls().get(0)).as("what tells a container's lines").contains("CONTAINER_ID");
        assertThat(calls().get(1)).contains("--after-cursor=c2");
    }

    @Test
    void asksForTheMessagesThatAreLeftOutAsTooLong() throws IOException {
        String message = "GET /" + "a\u00fc\u00ff".repeat(3_000);
        Files.write(longMessage(), (message + "\n").getBytes(StandardCharsets.ISO_8859_1));
        Path program = program("""
                echo '{"__REALTIME_TIMESTAMP":"1","MESSAGE":null,"__CURSOR":"c1","_PID":"7"}'
                exec sleep 60
                """);
        List<String> taken = new CopyOnWriteArrayList<>();
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), null, false, lock, (json, from, to, cursor, reader) -> {
                    reader.sent();
                    return taken.add(new String(json, from, to - from, StandardCharsets.ISO_8859_1));
                })) {
            journal.start();
            await().until(() -> taken.size() == 1);
        }

        StringJoiner numbers = new StringJoiner(",", "[", "]");
        message.chars().forEach(each -> numbers.add(Integer.toString(each)));
        assertThat(taken.getFirst())
                .isEqualTo("{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":" + numbers
                        + ",\"__CURSOR\":\"c1\",\"_PID\":\"7\"}");
    }

    @Test
    void takesNoMoreThanABoundOfAMessageAndOfThemOnlyTwentyASecond() throws IOException {
        Files.write(longMessage(), "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        Path program = program("""
                for each in $(seq 200); do echo '{"MESSAGE":null,"__CURSOR":"c'$each'"}'; done
                exec sleep 60
                """);
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), null, false, lock, (json, from, to, cursor, reader) -> {
                    reader.sent();
                    return lengths.add(to - from);
                })) {
            journal.start();
            await().until(() -> lengths.size() == 200);
        }

        assertThat(lengths).allMatch(length -> length < 3 * 48 * 1024 + 100);
        assertThat(lengths)
                .filteredOn(length -> length < 100)
                .as("left as they are")
                .isNotEmpty();
        assertThat(lengths).filteredOn(length -> length > 2 * 48 * 1024).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void whatComesBeforeTheFirstEntryIsAcknowledgedIsNotLeftOutByTheNextTry() throws IOException {
        Files.writeString(newest(), "{\"__CURSOR\":\"c0\",\"MESSAGE\":\"of long ago\"}\n");
        Path program = program("""
                echo '{"__CURSOR":"c1","MESSAGE":"never acknowledged"}'
                exec sleep 60
                """);
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), null, true, lock, (json, from, to, cursor, reader) -> {
                    reader.sent();
                    return cursors.add(cursor);
                })) {
            journal.start();
            await().until(() -> cursors.size() == 1);
            assertThat(journal.cursor()).isEqualTo("c0");
            rewind(journal);
            await().until(() -> cursors.size() == 2);
        }
        assertThat(calls()).hasSize(2).allSatisfy(call -> assertThat(call).contains("--after-cursor=c0"));
    }

    @Test
    void readsNothingAsLongAsNobodySaysWhereToBegin() throws IOException {
        Files.writeString(newest(), "Failed to open journal: Bad message\n");
        Path program = program("echo '{\"__CURSOR\":\"c1\"}'\nexec sleep 60\n");
        try (JournalReader journal = reader(List.of(program.toString()), null)) {
            journal.start();
            Files.writeString(newest(), "{\"__CURSOR\":\"c0\"}\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> !cursors.isEmpty());
            assertThat(calls()).singleElement().asString().contains("--after-cursor=c0");
        }
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
    void aJournalThatCannotBeReadIsNotOneWhereNothingHappens() throws IOException {
        Path program = program("""
                if [ -e "$0.mended" ]; then echo '{"__CURSOR":"c2"}'; exec sleep 60; fi
                echo 'Failed to seek to cursor: Invalid argument' >&2
                exit 1
                """);
        try (JournalReader journal = reader(List.of(program.toString()), "c1")) {
            journal.start();
            await().until(() -> journal.state() == SourceState.WAITING
                    && journal.hint()
                            .equals("journalctl ended with status 1: Failed to seek to cursor: Invalid argument"));
            Files.createFile(Path.of(program + ".mended"));
            await().atMost(Duration.ofSeconds(20)).until(() -> !cursors.isEmpty());
            assertThat(journal.state()).isEqualTo(SourceState.READING);
            assertThat(journal.hint()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s=ab;i=zz;t=63b2f0a1c0d21, --since=@1753923079.376161",
        "s=ab;i=1f;t=73b2f0a1c0d21, --boot",
        "s=ab;i=1f;t=-5, --boot",
        "s=ab;i=1f;t=, --boot",
        "rubbish, --boot",
    })
    void goesOnAtTheTimeOrTheBootWhereTheCursorIsNoneAndSaysThatThereIsAGap(String broken, String beginning)
            throws IOException {
        Files.writeString(newest(), "{\"__CURSOR\":\"s=ab;i=3f;t=63b2f0a1c0d22\"}\n");
        Path program = program("""
                case "$*" in *after-cursor=%s*)
                    echo 'Failed to seek to cursor: Invalid argument' >&2
                    exit 1
                esac
                echo '{"__CURSOR":"s=ab;i=40;t=6","MESSAGE":"x"}'
                exec sleep 60
                """.formatted(broken.replace(";", "\\;")));
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), broken, true, lock, (json, from, to, cursor, reader) -> {
                    reader.sent();
                    return cursors.add(cursor);
                })) {
            journal.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> cursors.size() == 1);
            rewind(journal);
            await().atMost(Duration.ofSeconds(10)).until(() -> cursors.size() == 2);

            assertThat(journal.gaps()).as("one, however often it is tried").isEqualTo(1);
            assertThat(journal.gapEntries()).as("nobody knows").isZero();
            assertThat(journal.state()).isEqualTo(SourceState.READING);
        }
        assertThat(calls()).hasSize(3);
        assertThat(calls().getFirst()).contains("--after-cursor=" + broken);
        assertThat(calls().subList(1, 3))
                .allSatisfy(call -> assertThat(call).endsWith(beginning).doesNotContain("cursor="));
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
    void countsTheEntriesThatJournaldRemovedWhileNobodyRead() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"s=ab;i=2f;t=5","MESSAGE":"x"}'
                echo '{"__CURSOR":"s=ab;i=40;t=6","MESSAGE":"of another namespace between them, no gap"}'
                sleep 5
                """);
        try (JournalReader journal = reader(List.of(program.toString()), "s=ab;i=1f;t=1")) {
            journal.start();
            await().until(() -> cursors.size() == 2);
            assertThat(journal.gaps()).isEqualTo(1);
            assertThat(journal.gapEntries()).isEqualTo(15);
        }
    }

    @Test
    void saysThatAJournalWasBegunAnewAndNothingWhereTheNextEntryFollows() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"s=ab;i=20;t=5","MESSAGE":"x"}'
                sleep 5
                """);
        for (String before : List.of("s=ab;i=1f;t=1", "s=cd;i=1f;t=1")) {
            cursors.clear();
            try (JournalReader journal = reader(List.of(program.toString()), before)) {
                journal.start();
                await().until(() -> cursors.size() == 1);
                assertThat(journal.gaps()).isEqualTo(before.startsWith("s=ab") ? 0 : 1);
                assertThat(journal.gapEntries()).isZero();
            }
        }
    }

    @Test
    void readsTheNamedUnitsOnlyAndMissesNothingInTheirNumbers() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"s=ab;i=2f;t=5","MESSAGE":"x"}'
                sleep 5
                """);
        JournalReader.Entries entries = (json, from, to, cursor, journal) -> cursors.add(cursor);
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of("ssh.service", "nginx*"), "s=ab;i=1f;t=1", true, lock, entries)) {
            journal.start();
            await().until(() -> cursors.size() == 1);
            assertThat(calls().getFirst()).contains("--unit=ssh.service --unit=nginx*");
            assertThat(journal.gaps()).isZero();
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
    void goesOnAtOnceAfterItWasStoppedAgainAndAgainWhileNothingWasTaken() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"c1","MESSAGE":"one"}'
                sleep 60
                """);
        AtomicBoolean taking = new AtomicBoolean();
        AtomicInteger offered = new AtomicInteger();
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), null, true, lock, (json, from, to, cursor, reader) -> {
                    offered.incrementAndGet();
                    return taking.get() && cursors.add(cursor);
                })) {
            journal.start();
            for (int stops = 0; stops < 4; stops++) {
                int before = offered.get();
                await().atMost(Duration.ofSeconds(4)).until(() -> offered.get() > before);
                rewind(journal);
            }
            taking.set(true);
            await().atMost(Duration.ofSeconds(4)).until(() -> cursors.contains("c1"));
            assertThat(journal.state()).isEqualTo(SourceState.READING);
        }
    }

    @Test
    void whatWasReadBeforeARewindIsNotGivenAwayAfterIt() throws IOException {
        Path program = program("""
                echo '{"__CURSOR":"c1","MESSAGE":"an event that is never acknowledged"}'
                echo '{"__CURSOR":"c2","MESSAGE":"no event"}'
                sleep 60
                """);
        AtomicBoolean taking = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        try (JournalReader journal = new JournalReader(
                List.of(program.toString()), List.of(), null, true, lock, (json, from, to, cursor, reader) -> {
                    if (cursor.equals("c1")) {
                        reader.sent();
                    } else if (!taking.get()) {
                        refused.incrementAndGet();
                        return false;
                    }
                    return cursors.add(cursor);
                })) {
            journal.start();
            await().until(() -> refused.get() > 0);
            lock.lock();
            try {
                journal.rewind();
                taking.set(true);
            } finally {
                lock.unlock();
            }

            await().atMost(Duration.ofSeconds(10)).until(() -> cursors.contains("c2"));
            assertThat(cursors).containsExactly("c1", "c1", "c2");
            assertThat(journal.cursor()).as("c1 is still on its way").isNull();
        }
    }

    @Test
    void closesAlsoWhereKafkaWasNeverReachedAndNothingWasStarted() {
        JournalReader neverStarted = reader(List.of("journalctl"), null);

        assertThatCode(neverStarted::close).doesNotThrowAnyException();
    }

    private JournalReader reader(List<String> command, @Nullable String cursor) {
        return new JournalReader(command, List.of(), cursor, true, lock, (json, from, to, itsCursor, journal) -> {
            assertThat(new String(json, from, to - from, StandardCharsets.UTF_8))
                    .startsWith("{")
                    .endsWith("}");
            return cursors.add(itsCursor);
        });
    }

    private void rewind(JournalReader journal) {
        lock.lock();
        try {
            journal.rewind();
        } finally {
            lock.unlock();
        }
    }

    private List<String> calls() throws IOException {
        Path file = directory.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Holds the entry that stands last in the journal at the first start. */
    private Path newest() {
        return directory.resolve("newest");
    }

    private Path longMessage() {
        return directory.resolve("long");
    }

    private Path program(String script) throws IOException {
        Path file = directory.resolve("fake-journalctl");
        Files.writeString(
                file,
                "#!/bin/sh\nnewest='-- No entries --'\n[ -e " + newest() + " ] && newest=$(cat " + newest() + ")\n"
                        + "case \"$*\" in *--output=cat*--cursor=*) cat " + longMessage() + "; exit;; esac\n"
                        + "case \"$*\" in *--lines=1*) echo \"$newest\"; exit;; esac\n"
                        + "echo \"$@\" >> " + directory.resolve("calls") + "\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
