package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --geo} of the commands that read logs, with the database that the analyzer's test makes. */
class GeoOptionTest {
    private static final Path DATABASE =
            Path.of("..", "analyzer-service", "src", "test", "resources", "geo", "example.mmdb");

    @TempDir
    private Path folder;

    @Test
    void explainSaysWhereASourceIs() throws Exception {
        // when
        String text = CommandRun.of(0, "explain", "--geo", DATABASE.toString(), log(1).toString())
                .output();
        String json = CommandRun.of(0, "explain", "--json", "--geo", DATABASE.toString(), log(1).toString())
                .output();

        // then
        assertThat(text).contains("country=DE  as=64500  as_organization=Example Net");
        assertThat(json)
                .contains("\"geo\":{\"country_iso_code\":\"DE\",\"location\":{\"lat\":52.52,\"lon\":13.405}}")
                .contains("\"as\":{\"number\":64500,\"organization\":{\"name\":\"Example Net\"}}");
    }

    @Test
    void replayTakesDatabases() throws Exception {
        assertThat(CommandRun.of(0, "replay", "--json", "--geo", DATABASE.toString(), log(6).toString())
                        .output())
                .contains("\"subject\":\"203.0.113.7\"");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        // given
        Path log = log(1);

        // then
        assertThat(CommandRun.of(2, "explain", "--geo", log.toString(), log.toString())
                        .errors())
                .contains("--geo: " + log + " is no database in MaxMind's format");
        assertThat(CommandRun.of(
                                2,
                                "replay",
                                "--geo",
                                folder.resolve("none.mmdb").toString(),
                                log.toString())
                        .errors())
                .contains("none.mmdb is not there");
    }

    private Path log(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("Nov 21 22:18:%02d web-1 sshd[%d]: Failed password for root from 203.0.113.7 port 50122 ssh2%n"
                    .formatted(i, 1000 + i));
        }
        return Files.writeString(folder.resolve("auth.log"), text);
    }
}
