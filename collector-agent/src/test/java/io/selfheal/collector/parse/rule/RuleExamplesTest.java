package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.selfheal.collector.parse.ParserSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule file tests itself: its examples and near misses, alone and among all the others. */
class RuleExamplesTest {
    @TestFactory
    List<DynamicTest> everyRuleMatchesItsExamplesAndNotItsNearMisses() {
        ParserExamples examples = new ParserExamples(ParserSet.builtIn());
        List<DynamicTest> tests = new ArrayList<>();
        for (RuleFile file : RuleBook.builtIn().files()) {
            tests.add(dynamicTest(
                    file.name(),
                    () -> assertThat(examples.test(file.name()::equals))
                            .singleElement()
                            .satisfies(report -> assertThat(report.failures()).isEmpty())));
            for (Rule rule : file.rules()) {
                tests.add(dynamicTest(
                        rule.fullName() + " has an example",
                        () -> assertThat(rule.examples()).isNotEmpty()));
            }
        }
        return tests;
    }
}
