package io.selfheal.analyzer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.check.RuleExamples;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CEL in scenarios: what it sees, what it refuses, what it costs. */
class ExpressionTest {
    private static final String SCENARIO = """
            version: "1"
            scenarios:
              - id: big-downloads
                description: "large answers to scripts"
                when:
                  action: http-request
                  status: 200
                  expression: 'url.path.endsWith(".zip") && !(user.name in ["backup"]) && http.response.body.bytes > 100'
                threshold: {count: 2, window: 1m}
                score: 50
                class: anomaly
                examples:
                  - name: two archives
                    fires: true
                    events: [{action: http-request, url: "/a.zip?x", repeat: 2}]
                  - name: two pages
                    fires: false
                    events: [{action: http-request, url: "/a.html?x=.zip", repeat: 2}]
            """;

    private static RuleSet rules(String text) throws RuleException {
        return RuleSet.of(Map.of("a.yaml", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void filtersWhatKeysCannotSay() throws RuleException {
        assertThat(new RuleExamples(rules(SCENARIO)).test(name -> true))
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url.path.endsWith | url.paht.endsWith | a.yaml:8:20: expression undeclared reference to 'url",
                "bytes > 100 | bytes > \"x\" | found no matching overload for '_>_'",
                "bytes > 100 | bytes | found no matching overload for '_&&_'",
                "bytes > 100 | bytes > | mismatched input",
                "bytes > 100 | bytes > [1].map(x, x)[0] | undeclared reference to 'map'",
            })
    void aWrongExpressionIsRefusedWhereItIsWrong(String right, String wrong, String message) {
        assertThatThrownBy(() -> rules(SCENARIO.replace(right, wrong)))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("a.yaml:8:")
                .hasMessageContaining(message)
                .hasMessageContaining("allowed: a CEL expression");
    }

    @Test
    void oneThatIsTooLongOrInAGroupOrNestedIsRefused() {
        assertThatThrownBy(() -> rules(SCENARIO.replace("bytes > 100", "bytes > 100" + " || true".repeat(200))))
                .hasMessageContaining("characters; allowed: up to 1000");
        assertThatThrownBy(() -> rules(
                        SCENARIO.replace("expression: '", "not: {expression: '").replace("100'", "100'}")))
                .hasMessageContaining("expression stands inside of any or not");
        assertThatThrownBy(() -> rules(SCENARIO.replace("    when:", "    key: user\n    when:")))
                .isInstanceOf(RuleException.class);
    }

    @Test
    void whatCannotBeWorkedOutDoesNotHold() throws Exception {
        SecurityEvent event = rules(SCENARIO)
                .scenarios()
                .scenarios()
                .getFirst()
                .examples()
                .getFirst()
                .events()
                .getFirst();
        Occurrence occurrence = new Occurrence(event, 1, false, List.of());

        assertThat(Expression.of("1 / (source.port - source.port) > 0").holds(occurrence))
                .isFalse();
        assertThat(Expression.of("user.name == '' && source.as.number == 0").holds(occurrence))
                .isTrue();
    }

    /** Prints the cost; a figure of the machine, so it is not asserted but for the order of magnitude. */
    @Test
    void costsMicrosecondsOnly() throws Exception {
        SecurityEvent event = rules(SCENARIO)
                .scenarios()
                .scenarios()
                .getFirst()
                .examples()
                .getFirst()
                .events()
                .getFirst();
        Occurrence occurrence = new Occurrence(event, 1, false, List.of());
        Expression expression = Expression.of(
                "url.path.endsWith('.zip') && !(user.name in ['backup']) && url.path.matches('^/[a-z]+')");
        int times = 50_000;
        for (int i = 0; i < times; i++) {
            expression.holds(occurrence);
        }
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            expression.holds(occurrence);
        }
        long nanos = (System.nanoTime() - began) / times;
        System.out.println("an expression of three terms: " + nanos + " ns");
        assertThat(nanos).isLessThan(1_000_000);
    }
}
