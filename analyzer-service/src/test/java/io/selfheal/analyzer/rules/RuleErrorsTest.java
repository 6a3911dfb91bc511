package io.selfheal.analyzer.rules;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.yaml.RuleException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong rule file is refused with file, line, column, what is wrong and what is allowed. */
class RuleErrorsTest {
    private static final String WORDS = """
            version: "1"
            words:
              fruit: [apple, pear]
            signatures:
              - id: x
                family: x
                class: xss
                score: 50
                literals: [a]
                pattern:
                  - 'a {{fruit}}'
                  - 'b'
                reason: x
                examples: ["/?x=a+pear"]
            """;
    private static final String SCENARIO = """
            version: "1"
            scenarios:
              - id: x
                description: "x"
                when: {action: login}
                threshold: {count: 5, window: 10m}
                score: 50
                class: brute_force
                examples:
                  - {name: n, fires: true, events: [{action: login}]}
            """;

    @Test
    void anUnknownKey() {
        refuses("scenarios/a.yaml", SCENARIO.replace("score:", "scor:"), "scenarios/a.yaml:3:5: 'score' is missing");
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("class:", "colour: red\n    class:"),
                "scenarios/a.yaml:8:5: 'colour' is unknown; allowed: ");
    }

    @Test
    void anUnknownAction() {
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("when: {action: login}", "when: {action: logon}"),
                "scenarios/a.yaml:5:20: action 'logon' is unknown; allowed: banned, ");
    }

    @Test
    void aCountryThatIsWrittenOut() {
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("when: {action: login}", "when: {action: login, country: [DE, France]}"),
                "scenarios/a.yaml:5:36: country 'France' is no country; allowed: two letters (ISO 3166-1), like DE");
    }

    @Test
    void anAutonomousSystemThatIsNone() {
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("when: {action: login}", "when: {action: login, as: [64500, AS4294967296]}"),
                "scenarios/a.yaml:5:31: as 'AS4294967296' is no autonomous system; allowed: 1 to 4294967295, also as"
                        + " AS64500");
    }

    @Test
    void aThresholdOutOfRange() {
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("count: 5", "count: 500"),
                "scenarios/a.yaml:6:24: count '500' is out of range; allowed: 1 to 128");
    }

    @Test
    void twoTypesAtOnce() {
        refuses(
                "scenarios/a.yaml",
                SCENARIO.replace("score: 50", "leaky_bucket: {capacity: 5, leak: 10s}\n    score: 50"),
                "has 2 types; allowed: one of threshold, leaky_bucket, distinct_count, sequence");
    }

    @Test
    void aPatternThatIsNone() {
        refuses(
                "signatures/a.yaml",
                """
                version: "1"
                signatures:
                  - id: x
                    family: x
                    class: xss
                    score: 50
                    literals: [a]
                    pattern: '(a'
                    reason: x
                    examples: ["/a"]
                """,
                "signatures/a.yaml:8:14: pattern is no regular expression: Unclosed group at 2 of '(a'");
    }

    @Test
    void aListOfWordsThatIsNotThere() {
        refuses(
                "signatures/a.yaml",
                WORDS.replace("{{fruit}}", "{{fruits}}"),
                "signatures/a.yaml:11:7: pattern mentions 'fruits', which is no list of words; allowed: fruit");
        refuses(
                "signatures/a.yaml",
                WORDS.replace("words:\n  fruit: [apple, pear]\n", ""),
                "pattern mentions 'fruit', which is no list of words; allowed: none, there is none");
    }

    @Test
    void aListOfWordsThatIsWrongOrDoesNothing() {
        refuses(
                "signatures/a.yaml",
                WORDS.replace("{{fruit}}", "fruit"),
                "signatures/a.yaml:3:10: fruit is mentioned by no pattern; allowed: lists that one mentions");
        refuses(
                "signatures/a.yaml",
                WORDS.replace("pear]", "Pear]"),
                "signatures/a.yaml:3:10: fruit has 'Pear', which is no word; allowed: 1 to 100 lower-case characters");
        refuses(
                "signatures/a.yaml",
                WORDS.replace("  fruit:", "  a_fruit:"),
                "signatures/a.yaml:3:12: a_fruit is no name of a list; allowed: a small letter, then");
    }

    @Test
    void noYamlAtAll() {
        refuses("scenarios/a.yaml", "a: [", "scenarios/a.yaml:");
    }

    private static void refuses(String file, String content, String message) {
        assertThatThrownBy(() -> RuleSet.of(Map.of(file, content.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining(message);
    }
}
