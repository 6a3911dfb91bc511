package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.stream.BrokerAndAnalyzers;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a log to a model that takes part in a replay, as an administrator does it: commands in processes of their own. */
class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aModelThatWasTrainedOnALogStandsInTheSignalsOfAReplay() throws Exception {
        // given
        String log = visitors().toString();
        String registry = folder.resolve("models").toString();

        // when
        String report = run("train", "--registry", registry, log);
        String version = run("model", "list", "--registry", registry).strip();
        run("model", "activate", "--registry", registry, version);
        String replay = run("replay", "--json", "--no-allowlist", "--model", registry, log);

        // then
        assertThat(report).contains("version " + version + " in " + registry).contains("features by influence");
        assertThat(run("model", "show", "--registry", registry, version)).contains("sha");
        assertThat(run("model", "list", "--registry", registry))
                .contains(version)
                .contains("active");
        assertThat(replay.lines().filter(line -> line.contains("\"subject\":\"203.0.113.7\"")))
                .isNotEmpty()
                .anySatisfy(line ->
                        assertThat(line).contains("model:isolation-forest").contains(version));
    }

    @Test
    void theTopicOfEventsTeachesAsWellAndWhatCannotBeReadThereIsCounted() throws Exception {
        String registry = folder.resolve("models").toString();
        try (BrokerAndAnalyzers broker = BrokerAndAnalyzers.start(folder)) {
            for (int i = 0; i < 600; i++) {
                broker.failures("198.18." + i / 250 + "." + i % 250, 1, 1);
            }
            broker.write(Topics.EVENTS, "198.51.100.7", "no event".getBytes(StandardCharsets.UTF_8));

            CommandRun trained =
                    CommandRun.of(0, "train", "--topic", "--bootstrap", broker.bootstrap(), "--registry", registry);

            assertThat(trained.output()).contains("features by influence", "600 rows");
            assertThat(trained.errors()).contains("selfheal train: 1 events are not readable and left out");
        }
        assertThat(run("model", "list", "--registry", registry)).isNotBlank();
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        String nowhere = "localhost:1";

        CommandRun refused = CommandRun.of(1, "train", "--topic", "--bootstrap", nowhere);

        assertThat(refused.errors())
                .startsWith("selfheal train: " + nowhere + ": ")
                .hasLineCount(1);
    }

    @Test
    void aReplayWhoseModelIsRefusedGoesOnWithoutItAndSaysSo() throws Exception {
        // given
        Path log = Files.writeString(
                folder.resolve("auth.log"),
                "Nov 21 10:00:00 h sshd[1]: Failed password for root from 203.0.113.7 port 4711 ssh2\n".repeat(6));
        Path registry = Files.createDirectory(folder.resolve("models"));
        Files.writeString(registry.resolve("active"), "20260301T120000Z-0a1b2c3d\n");

        // when
        CommandRun replay = CommandRun.of(1, "replay", "--model", registry.toString(), log.toString());

        // then
        assertThat(replay.errors()).contains("judged without it; degraded: model " + registry);
        assertThat(replay.output()).contains("203.0.113.7").contains("6 lines, 0 not understood");
    }

    /** Some hundred people who read pages in the course of a day, and one who looks for what is not there. */
    private Path visitors() throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12_000; i++) {
            int second = i * 7;
            boolean attack = i > 9_000 && i % 20 == 0;
            text.append("%s - - [21/Nov/2026:%02d:%02d:%02d +0000] \"GET /%s HTTP/1.1\" %d %d \"-\" \"%s\"%n"
                    .formatted(
                            attack ? "203.0.113.7" : "198.51.100." + (1 + random.nextInt(250)),
                            second / 3600,
                            second / 60 % 60,
                            second % 60,
                            attack ? "admin/x" + i + ".php?q=../../etc/passwd" : "page/" + random.nextInt(40),
                            attack ? 404 : 200,
                            500 + random.nextInt(5000),
                            attack ? "sqlmap/1.8" : "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"));
        }
        return Files.writeString(folder.resolve("access.log"), text);
    }

    private static String run(String... arguments) throws Exception {
        return CommandRun.of(0, arguments).output();
    }
}
