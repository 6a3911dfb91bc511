package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code selfheal explain} as an administrator runs it. */
class ExplainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void showsTheSignaturesOfARequestAndNoneOfACleanOne() throws Exception {
        List<String> lines = CommandRun.of(0, "explain", "--no-own-rules", log().toString())
                .output()
                .lines()
                .toList();

        assertThat(lines.get(2)).contains("sqli-union-select  score 95  query: id=1' union select");
        assertThat(lines).filteredOn(line -> line.contains("  score ")).allMatch(line -> lines.indexOf(line) < 8);
        assertThat(lines.getLast()).isEqualTo("2 lines: 2 events, 0 ignored, 0 unparsed");
    }

    @Test
    void goesByTheOwnRulesAsWell() throws Exception {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("off.yaml"), """
                version: "1"
                signatures:
                  - {id: sqli-union-select, disabled: true}
                """);

        CommandRun run = CommandRun.of(0, "explain", "--json", "--rules", rules.toString(), log().toString());

        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).contains("\"signatures\":[{\"id\":\"").doesNotContain("sqli-union-select");
        assertThat(run.output().lines().toList().getLast()).doesNotContain("\"signatures\"");
    }

    @Test
    void namesEachFileItCannotReadWithTheReasonAndExplainsTheOthers() throws Exception {
        Path missing = folder.resolve("missing.log");
        Path torn = Files.writeString(folder.resolve("torn.log.gz"), "no gzip");
        Path empty = Files.writeString(folder.resolve("empty.log.gz"), "");

        CommandRun run = CommandRun.of(
                1,
                "explain",
                "--no-own-rules",
                missing.toString(),
                torn.toString(),
                empty.toString(),
                log().toString());

        assertThat(run.errors().lines())
                .containsExactly(
                        "selfheal explain: cannot read " + missing + ": no such file",
                        "selfheal explain: cannot read " + torn + ": Not in GZIP format",
                        "selfheal explain: cannot read " + empty + ": ends in its first bytes");
        assertThat(run.output()).endsWith("2 lines: 2 events, 0 ignored, 0 unparsed\n");
    }

    private Path log() throws IOException {
        return Files.writeString(folder.resolve("access.log"), """
                203.0.113.9 - - [26/Nov/2026:10:00:05 +0000] "GET /?id=1%27%20UNION%20SELECT%20name%20FROM%20users-- HTTP/1.1" 404 153 "-" "curl/8.0"
                203.0.113.10 - - [26/Nov/2026:10:00:06 +0000] "GET /shop?size=10 HTTP/1.1" 200 612 "-" "Mozilla/5.0"
                """);
    }
}
