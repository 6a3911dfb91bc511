package io.selfheal.analyzer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text written by an attacker can cost a scenario, in steps: a clock says more about the machine. */
class TextCostTest {
    /** Words that begin alike, their characters added up; a hostile text reaches a fraction, all but one end early. */
    private static final int MOST_COMPARISONS = 100;

    @Test
    void aCharacterIsComparedWithFewOfTheWordsThatAShippedScenarioLooksFor() {
        List<Scenario> scenarios = RuleSet.shipped().scenarios().scenarios();

        assertThat(scenarios)
                .allSatisfy(scenario -> assertThat(textTests(scenario.when())
                                .mapToInt(TextTest::dearest)
                                .sum())
                        .as(scenario.id())
                        .isLessThanOrEqualTo(MOST_COMPARISONS));
        assertThat(scenarios.stream()
                        .flatMap(scenario -> textTests(scenario.when()))
                        .filter(test -> test.dearest() > 0))
                .as("tests that look for words")
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "a LINK here, true",
        "a lin here, false",
        "\u212Aey, true",
        "\u017Fid, true",
        "x\u00C4rger, true",
        "x\u00E4rge, false",
        "lin, false"
    })
    void wordsAreFoundInEveryLetterCase(String text, boolean found) {
        TextTest test =
                new TextTest(Set.of(), List.of(), List.of(), List.of("link", "key", "sid", "\u00E4rger"), null, null);

        assertThat(test.test(text, 0, text.length())).isEqualTo(found);
    }

    private static Stream<TextTest> textTests(Condition condition) {
        return switch (condition) {
            case Condition.TextIs text -> Stream.of(text.test());
            case Condition.All all -> all.parts().stream().flatMap(TextCostTest::textTests);
            case Condition.AnyOf any -> any.parts().stream().flatMap(TextCostTest::textTests);
            case Condition.Not not -> textTests(not.part());
            default -> Stream.empty();
        };
    }
}
