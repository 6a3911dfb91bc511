package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.rules.RuleRefusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parsers of an administrator's own, over those that ship, while the collector runs. */
class OwnParsersTest {
    private static final String LINE = "Nov 21 10:00:00 web-1 lockd[7]: refused bob from 203.0.113.7";
    private static final String FAILED =
            "Nov 21 10:00:00 web-1 sshd[7]: Failed password for root from 203.0.113.7 port 6 ssh2";
    private static final String PARSER = """
            dataset: lockd
            programs: [lockd]
            rules:
              - name: refused
                starts: 'refused '
                pattern: '^refused (?<user>[^ ]{1,64}) from (?<source>%{ADDR})$'
                action: login
                outcome: failure
            """;

    @TempDir
    private Path folder;

    private static ParseResult parse(OwnParsers parsers, String line) {
        SourceContext source = new SourceContext("web-1", "/var/log/auth.log", SourceType.AUTO, ZoneOffset.UTC, false);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new LineParser(parsers.current(), source, offset -> "id")
                .parse(new LogLine().set(bytes, 0, bytes.length, 0), Instant.parse("2026-11-21T12:00:00Z"));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("own.yaml"), text);
    }

    private static void settle(OwnParsers parsers) {
        parsers.look();
        parsers.look();
    }

    @Test
    void aParserCountsWhenItsFileAppearsAndUntilItIsGone() throws IOException {
        OwnParsers parsers = OwnParsers.of(folder);
        assertThat(parse(parsers, LINE)).isNotInstanceOf(ParseResult.Parsed.class);

        write(PARSER);
        settle(parsers);
        assertThat(parse(parsers, LINE)).isInstanceOf(ParseResult.Parsed.class);

        Files.delete(folder.resolve("own.yaml"));
        settle(parsers);
        assertThat(parse(parsers, LINE)).isNotInstanceOf(ParseResult.Parsed.class);
    }

    @Test
    void aWrongFileChangesNothingAndIsNamed() throws IOException {
        write(PARSER);
        OwnParsers parsers = OwnParsers.of(folder);

        write(PARSER.replace("action: login", "action: hack"));
        settle(parsers);

        assertThat(parse(parsers, LINE)).isInstanceOf(ParseResult.Parsed.class);
        assertThat(parsers.status().refusals())
                .extracting(RuleRefusal::message)
                .singleElement()
                .asString()
                .startsWith(folder + "/own.yaml:7:13: unknown action 'hack'; allowed: ");
    }

    @Test
    void anOwnRuleReplacesTheShippedOneOfItsNameEvenWhereThereIsAHandWrittenWay() throws IOException {
        write("""
                dataset: sshd
                programs: [sshd]
                rules:
                  - name: failed
                    starts: 'Failed '
                    pattern: '^Failed .*$'
                    ignore: not here
                """);

        assertThat(parse(OwnParsers.of(folder), FAILED)).isEqualTo(new ParseResult.Ignored("sshd", "not here"));
    }

    @Test
    void rulesAndWholeParsersCanBeTurnedOff() throws IOException {
        write("dataset: sshd\nrules:\n  - {name: failed, disabled: true}\n");
        assertThat(parse(OwnParsers.of(folder), FAILED)).isNotInstanceOf(ParseResult.Parsed.class);

        write("dataset: sshd\ndisabled: true\n");
        assertThat(parse(OwnParsers.of(folder), FAILED)).isNotInstanceOf(ParseResult.Parsed.class);

        write("dataset: sshd\nrules:\n  - {name: fialed, disabled: true}\n");
        assertThat(OwnParsers.of(folder).status().refusals())
                .singleElement()
                .extracting(RuleRefusal::message)
                .asString()
                .contains("the rule sshd/fialed is turned off here, but none such ships");
    }

    @Test
    void filesThatWantMemoryOrStackAreRefused() throws IOException {
        List<String> bombs = List.of(
                "[".repeat(100_000),
                "{a: ".repeat(100_000),
                "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
                "dataset: &x\n  - *x\n",
                "!!javax.script.ScriptEngineManager [x]\n");
        for (String bomb : bombs) {
            write(bomb);
            OwnParsers parsers = OwnParsers.of(folder);
            assertThat(parsers.status().refusals()).as("%.30s", bomb).hasSize(1);
            assertThat(parse(parsers, FAILED)).isInstanceOf(ParseResult.Parsed.class);
        }
    }
}
