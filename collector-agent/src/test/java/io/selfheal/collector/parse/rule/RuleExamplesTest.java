package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.selfheal.collector.parse.EventFacts;
import io.selfheal.collector.parse.Lines;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule file tests itself: its examples and near misses, alone and among all the others. */
class RuleExamplesTest {
    private final Lines lines = new Lines(SourceType.AUTO);

    @TestFactory
    List<DynamicTest> everyRuleMatchesItsExamplesAndNotItsNearMisses() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RuleFile file : RuleBook.builtIn().files()) {
            for (Rule rule : file.rules()) {
                tests.add(dynamicTest(
                        rule.fullName() + " has an example",
                        () -> assertThat(rule.examples()).isNotEmpty()));
                for (Rule.Example example : rule.examples()) {
                    tests.add(dynamicTest(rule.fullName() + ": " + example.text(), () -> example(file, rule, example)));
                }
                for (Rule.Example miss : rule.nearMisses()) {
                    tests.add(dynamicTest(rule.fullName() + " not: " + miss.text(), () -> nearMiss(file, rule, miss)));
                }
            }
        }
        return tests;
    }

    private void example(RuleFile file, Rule rule, Rule.Example example) {
        Pattern pattern = rule.pattern();
        if (pattern != null && !rule.readsJson() && (file.headerless() || !example.wholeLine())) {
            String subject =
                    new String(example.text().strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(pattern.matcher(subject).matches())
                    .as("the pattern alone")
                    .isTrue();
        }
        String line = RuleSamples.lineOf(file, example);
        ParseResult byPatterns = lines.parseByPatterns(line);

        assertThat(lines.parse(line)).as("the fast way").isEqualTo(byPatterns);
        String why = rule.ignored();
        if (why != null) {
            assertThat(byPatterns).isEqualTo(new ParseResult.Ignored(rule.dataset(), why));
        } else {
            assertThat(byPatterns).isInstanceOfSatisfying(ParseResult.Parsed.class, parsed -> {
                Map<String, String> facts = EventFacts.of(parsed.event());
                assertThat(facts).containsAllEntriesOf(example.expect());
                assertThat(facts.get("dataset")).isEqualTo(rule.dataset());
            });
        }
    }

    private void nearMiss(RuleFile file, Rule rule, Rule.Example miss) {
        Pattern pattern = rule.pattern();
        if (pattern == null || rule.readsJson()) {
            assertThat(lines.parse(RuleSamples.lineOf(file, miss))).isNotInstanceOf(ParseResult.Parsed.class);
        } else {
            assertThat(pattern.matcher(miss.text()).matches()).isFalse();
        }
    }
}
