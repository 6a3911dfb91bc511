package io.selfheal.collector.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final Instant READ_AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final String FAILED =
            "Nov 21 10:00:00 web-1 sshd[1]: Failed password for root from 203.0.113.7 port 5 ssh2";

    private static List<String> explain(boolean json, boolean colour, String input) {
        return explain(new Explainer(ParserSet.builtIn()), json, colour, input);
    }

    private static List<String> explain(Explainer explainer, boolean json, boolean colour, String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = explainer.run(
                "/var/log/auth.log",
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new Explainer.Options(SourceType.AUTO, "node-1", ZoneOffset.UTC, json, colour),
                READ_AT);
        assertThat(status).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void printsOneObjectForEachLine() throws Exception {
        List<String> lines = explain(true, false, FAILED + "\nwhat is this\nNov 21 10:00:00 web-1 cron[1]: x");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"line\":1,\"parsed\":true,\"parser\":\"sshd\",\"event\":{");
        String event = lines.get(0)
                .substring(lines.get(0).indexOf("\"event\":") + 8, lines.get(0).length() - 1);
        SecurityEvent decoded = Codecs.SECURITY_EVENT.decode(event.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.user()).isEqualTo("root");
        assertThat(decoded.source()).hasToString("203.0.113.7");
        assertThat(lines.get(1))
                .isEqualTo("{\"line\":2,\"parsed\":false,\"reason\":\"no rule of auto knows this line\"}");
        assertThat(lines.get(2))
                .startsWith("{\"line\":3,\"parsed\":false,\"parser\":\"syslog\",\"reason\":\"ignored: ");
    }

    @Test
    void showsHostileTextHarmlessAndColourOnlyWhenAsked() {
        String hostile = "Nov 21 10:00:00 web-1 sshd[1]: Invalid user \u001b[31mred\u202e from 203.0.113.7 port 5";

        assertThat(explain(false, false, hostile))
                .noneMatch(line -> line.contains("\u001b") || line.contains("\u202e"));
        assertThat(explain(false, true, FAILED)).anyMatch(line -> line.contains("\u001b[32msshd\u001b[0m"));
        assertThat(explain(false, false, FAILED)).last().isEqualTo("1 lines: 1 events, 0 ignored, 0 unparsed");
    }

    @Test
    void showsTheAttacksInAnEventHarmless() {
        Recognised attack = new Recognised("sqli-union", 95, "asks for \"more\"", "query", "union\u001b[2J \"select");
        Explainer explainer = new Explainer(ParserSet.builtIn(), UnaryOperator.identity(), event -> List.of(attack));

        List<String> text = explain(explainer, false, false, FAILED + "\nwhat is this");
        assertThat(text.get(2)).contains("sqli-union  score 95  query: union").doesNotContain("\u001b");
        assertThat(text).hasSize(6);
        List<String> json = explain(explainer, true, false, FAILED + "\nwhat is this");
        assertThat(json.getFirst())
                .endsWith(",\"signatures\":[{\"id\":\"sqli-union\",\"score\":95,\"reason\":\"asks for \\\"more\\\"\","
                        + "\"where\":\"query\",\"excerpt\":\"union\\u001B[2J \\\"select\"}]}");
        assertThat(json.get(1)).doesNotContain("signatures");
    }

    @Test
    void cutsLinesThatAreTooLongAndGoesOnAfterThem() {
        String longLine = "x".repeat(LogLine.MAX_BYTES * 5 + 17);

        List<String> lines = explain(true, false, longLine + "\n" + FAILED + "\n" + longLine + "\n\n" + FAILED);

        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).contains("\"parsed\":true");
        assertThat(lines.get(4))
                .contains("\"parsed\":true")
                .contains("\"offset\":" + (2 * longLine.length() + FAILED.length() + 4));
    }
}
