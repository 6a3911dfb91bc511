package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.host.file.PathBytes;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorAgentTest {
    @TempDir
    Path directory;

    private final MemoryPublisher kafka = new MemoryPublisher();
    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("auth.log");
    }

    @Test
    void sendsWhatIsWrittenAfterItsVeryFirstStartAndGoesOnAfterARestart() throws IOException {
        write("before");
        try (CollectorAgent agent = start()) {
            await().until(() -> Files.exists(directory.resolve("state/checkpoint")));
            write("first");
            await().until(() -> kafka.users().contains("first"));
            assertThat(agent).isNotNull();
        }
        write("while-down");
        MemoryPublisher other = new MemoryPublisher();
        try (CollectorAgent agent = CollectorAgent.start(config(""), other, InstantSource.system())) {
            write("second");
            await().until(() -> other.users().contains("second"));
            assertThat(agent).isNotNull();
        }
        assertThat(kafka.users()).containsExactly("first");
        assertThat(other.users()).containsExactly("while-down", "second");
    }

    @Test
    void beginsWhereTheFileEndedAtItsStartEvenIfKafkaIsReachedLater() throws IOException {
        write("before");
        kafka.reachable = false;
        try (CollectorAgent agent = start()) {
            await().until(() -> Files.exists(directory.resolve("state/checkpoint")));
            write("meanwhile");
            await().until(() -> status().contains("\"away\""));
            assertThat(kafka.events).isEmpty();
            kafka.reachable = true;
            await().until(() -> kafka.users().contains("meanwhile"));
            await().until(() -> status().contains("\"connected\""));
            assertThat(agent).isNotNull();
        }
        assertThat(kafka.users()).containsExactly("meanwhile");
    }

    @Test
    void readsAgainUnderTheSameIdsWhatCouldNotBeSent() throws IOException {
        try (CollectorAgent agent = start()) {
            await().until(() -> status().contains("missing"));
            kafka.holding = true;
            write("one");
            await().until(() -> kafka.users().contains("one"));
            kafka.failing = true;
            write("two");
            await().until(() -> kafka.restarts() > 0);
            kafka.failing = false;
            kafka.holding = false;
            await().until(() -> kafka.users().contains("two"));
            assertThat(agent).isNotNull();
        }
        assertThat(kafka.users()).containsExactly("one", "one", "two");
        assertThat(kafka.events.stream().map(SecurityEvent::id).distinct()).hasSize(2);
    }

    @Test
    void stopsReadingWhileTheWindowIsFullAndKeepsTheCheckpointBack() throws IOException {
        kafka.holding = true;
        try (CollectorAgent agent =
                CollectorAgent.start(config("limits: {in-flight-events: 5}"), kafka, InstantSource.system())) {
            await().until(() -> status().contains("missing"));
            IntStream.range(0, 20).forEach(i -> write("user" + i));
            await().until(() -> kafka.events.size() == 5);
            await().until(() -> status().contains("\"in_flight\" : 5"));
            assertThat(kafka.events).hasSize(5);
            kafka.acknowledgeHeld();
            await().until(() -> kafka.events.size() == 20);
            assertThat(agent).isNotNull();
        }
        assertThat(kafka.users()).doesNotHaveDuplicates();
    }

    /** In its status file, for the node, and in its vitals, for the fleet. */
    @Test
    void namesPluginsAndRulesThatTakeNoPart() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        Files.writeString(own.resolve("lockd.yaml"), "nonsense: 1\n");
        String more = "plugins: {folder: " + directory + "/none, settings: {honeypot: {accounts: oracle}}}\n"
                + "parsers-directory: " + own;
        String plugin = "there are settings for a plugin 'honeypot', which is not loaded";
        try (CollectorAgent agent = CollectorAgent.start(config(more), kafka, InstantSource.system())) {
            await().until(() -> status().contains(plugin) && !kafka.vitals.isEmpty());
            assertThat(kafka.vitals.getLast().troubles())
                    .extracting(Trouble::about)
                    .containsExactly("plugins", own + "/lockd.yaml");
            assertThat(kafka.vitals.getLast().troubles())
                    .extracting(Trouble::text)
                    .satisfiesExactly(
                            text -> assertThat(text).startsWith(plugin),
                            text -> assertThat(text).contains("lockd.yaml:1:1").contains("nonsense"));
            assertThat(agent).isNotNull();
        }
    }

    /** Whoever may make a file where a glob looks must not end the reading of all others. */
    @Test
    void aNameThatIsNoTextIsToldOfAndAllOthersAreRead() throws IOException {
        Path many = Files.createDirectory(directory.resolve("many"));
        log = many.resolve("app.log");
        write("before");
        for (String name : List.of("caf\u00e9.log", "app.log.\u00e9")) {
            Files.copy(log, many.resolve(PathBytes.path(name.getBytes(StandardCharsets.ISO_8859_1))));
        }
        String glob = many + "/*.log";
        try (CollectorAgent agent = CollectorAgent.start(globbed(glob), kafka, InstantSource.system())) {
            await().until(() -> status().contains("\"why\" : \"no_text\""));
            write("after");
            await().until(() -> kafka.users().contains("after"));
            kafka.vitals.clear();
            await().until(() -> !kafka.vitals.isEmpty());
            assertThat(kafka.vitals.getLast().troubles())
                    .singleElement()
                    .isEqualTo(new Trouble(glob, "matches a name that is not UTF-8; what is there is not read"));
            assertThat(kafka.vitals.getLast().sources())
                    .extracting(SourceHeartbeat::source)
                    .containsExactly(log.toString());
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void tellsOfAGlobThatMatchesMoreThanIsReadAndReadsTheYoungest() throws IOException {
        Path many = Files.createDirectory(directory.resolve("many"));
        for (int i = 0; i < 5_000; i++) {
            Path old = Files.createFile(many.resolve("old" + i + ".log"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L + i));
        }
        log = many.resolve("the-youngest-has-a-long-name.log");
        write("before");
        String glob = many + "/*.log";
        try (CollectorAgent agent = CollectorAgent.start(globbed(glob), kafka, InstantSource.system())) {
            await().until(() ->
                    status().contains("\"glob\" : \"" + glob + "\"") && status().contains("\"why\" : \"too_many\""));
            write("after");
            await().until(() -> kafka.users().contains("after"));
            kafka.vitals.clear();
            await().until(() -> !kafka.vitals.isEmpty());
            assertThat(kafka.vitals.getLast().troubles())
                    .extracting(Trouble::about)
                    .containsExactly(glob);
            assertThat(kafka.vitals.getLast().sources())
                    .as("as many as one record takes, the busiest first")
                    .hasSize(1_000)
                    .first()
                    .satisfies(source -> assertThat(source.source()).isEqualTo(log.toString()));
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void showsStateCountsAndSamplesOfEachSourceInItsStatusFile() throws IOException {
        try (CollectorAgent agent = start()) {
            await().until(() -> status().contains("\"missing\""));
            Files.write(log, List.of("what \u001b[2J is this"));
            await().until(() -> status().contains("\"unparsed\" : 1"));
            assertThat(status())
                    .contains("\"reading\"", "is this", "\\u001B[2J")
                    .doesNotContain("\u001b");
            assertThat(Files.getPosixFilePermissions(directory.resolve("state/status.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
            await().until(() -> !kafka.vitals.isEmpty());
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void readsALogMoreSlowlyThanItIsWrittenWhereTheSourceSaysSoAndLosesNothing() throws IOException {
        write("before");
        CollectorConfig config = YamlConfig.parse(
                "collector.yaml", """
                host-name: node1
                state-directory: %s
                sources: [{path: %s, type: syslog, lines-per-second: 20, line-bytes: 1KiB}]
                """.formatted(directory.resolve("state"), log), CollectorConfig.class);
        try (CollectorAgent agent = CollectorAgent.start(config, kafka, InstantSource.system())) {
            await().until(() -> Files.exists(directory.resolve("state/checkpoint")));
            long began = System.nanoTime();
            IntStream.range(0, 60).forEach(i -> write("burst" + i));
            await().until(() -> kafka.events.size() == 60);
            write("after");
            await().until(() -> kafka.users().contains("after"));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("forty at once, twenty more are a second's debt")
                    .isGreaterThan(Duration.ofMillis(900));
            assertThat(agent).isNotNull();
        }
        assertThat(kafka.users()).hasSize(61).doesNotHaveDuplicates();
    }

    @Test
    void refusesAStateDirectoryThatAnotherCollectorUses() throws IOException {
        try (CollectorAgent agent = start()) {
            assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("another collector");
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void tellsOfItselfAlsoAfterTheClockWasSetBack() throws IOException {
        AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);
        InstantSource time = () -> Instant.now().plus(off.get());
        try (CollectorAgent agent = CollectorAgent.start(config(""), kafka, time)) {
            await().until(() -> status().contains("missing") && !kafka.vitals.isEmpty());
            off.set(Duration.ofDays(-3650));
            Instant wrong = time.instant();

            await().until(() -> kafka.vitals.getLast().time().isBefore(wrong.plusSeconds(3600)));

            assertThat(Instant.parse(status().replaceAll("(?s).*\"time\" : \"([^\"]+)\".*", "$1")))
                    .isBefore(wrong.plusSeconds(3600));
            assertThat(agent).isNotNull();
        }
    }

    private CollectorAgent start() throws IOException {
        return CollectorAgent.start(config(""), kafka, InstantSource.system());
    }

    private CollectorConfig globbed(String glob) {
        return YamlConfig.parse(
                "collector.yaml", """
                host-name: node1
                state-directory: %s
                sources: [{path: "%s", type: syslog}]
                vitals-interval: 1s
                """.formatted(directory.resolve("state"), glob), CollectorConfig.class);
    }

    private CollectorConfig config(String more) {
        return YamlConfig.parse(
                "collector.yaml", """
                host-name: node1
                state-directory: %s
                sources:
                  - path: %s
                    type: syslog
                    zone: UTC
                vitals-interval: 1s
                """.formatted(directory.resolve("state"), log) + more, CollectorConfig.class);
    }

    private String status() throws IOException {
        Path file = directory.resolve("state/status.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void write(String user) {
        String line = "2026-11-21T12:00:00+00:00 node1 sshd[7]: Failed password for invalid user " + user
                + " from 203.0.113.9 port 4022 ssh2\n";
        try {
            Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
