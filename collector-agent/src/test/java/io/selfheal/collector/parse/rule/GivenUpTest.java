package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A line on which a pattern takes too long is neither ignored nor guessed, whatever its length. */
class GivenUpTest {
    private static final Instant READ_AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final String RULES = """
            dataset: demo
            programs: [demo]
            unmatched: ignored
            rules:
              - name: slow
                starts: 'slow '
                pattern: '^slow (?:a*)*b$'
                ignore: nothing
              - name: deep
                starts: 'deep '
                pattern: '^deep (?:a|bc)*$'
                ignore: nothing
              - name: anything
                starts: ['slow ', 'deep ']
                pattern: '^.*$'
                ignore: the rest
            """;

    private final LineParser parser = new LineParser(
            ParserSet.builtInWith(List.of(RuleFileReader.read("demo.yaml", RULES))),
            new SourceContext("node-1", "/var/log/demo.log", SourceType.AUTO, ZoneOffset.UTC, false),
            offset -> "id");

    private ParseResult parse(String message) {
        byte[] line = ("Nov 21 10:00:00 node-1 demo: " + message).getBytes(StandardCharsets.US_ASCII);
        return parser.parse(new LogLine().set(line, 0, line.length, 0), READ_AT);
    }

    @Test
    void aShortLineThatTakesLongIsGivenUp() {
        assertThat(parse("slow " + "a".repeat(2000))).isEqualTo(ParseResult.GIVEN_UP);
    }

    @Test
    void aLineThatRunsAPatternOutOfStackIsGivenUp() throws Exception {
        FutureTask<ParseResult> parsed = new FutureTask<>(() -> parse("deep " + "a".repeat(8000)));

        new Thread(null, parsed, "small-stack", 160 * 1024).start();

        assertThat(parsed.get()).isEqualTo(ParseResult.GIVEN_UP);
    }

    @Test
    void theNextLineMayBeReadAsOftenAgain() {
        ParseResult first = parse("slow " + "a".repeat(2000));
        ParseResult next = parse("slow aab");

        assertThat(first).isEqualTo(ParseResult.GIVEN_UP);
        assertThat(next).isEqualTo(new ParseResult.Ignored("demo", "nothing"));
    }

    @Test
    void whatNoRuleKnowsIsStillIgnored() {
        assertThat(parse("else")).isEqualTo(new ParseResult.Ignored("demo", "nothing that its rules look for"));
    }
}
