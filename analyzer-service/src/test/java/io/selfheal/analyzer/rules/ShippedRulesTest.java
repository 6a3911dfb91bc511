package io.selfheal.analyzer.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.check.RuleExamples;
import io.selfheal.analyzer.profile.ScenarioStates;
import io.selfheal.analyzer.scenario.ScenarioExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules' own examples: each must, or must not, be found by the rule that carries it. */
class ShippedRulesTest {
    private static final RuleSet RULES = RuleSet.shipped();

    @TestFactory
    Stream<DynamicTest> rulesFindTheirExamplesAndLeaveTheirNearMisses() {
        RuleExamples examples = new RuleExamples(RULES);
        return RuleSet.SHIPPED.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file,
                        () -> assertThat(examples.test(file::equals))
                                .singleElement()
                                .satisfies(
                                        report -> assertThat(report.failures()).isEmpty(),
                                        report -> assertThat(report.examples()).isPositive())));
    }

    @Test
    void everyRuleHasExamplesOfBothKinds() {
        assertThat(RULES.signatures().signatures())
                .allSatisfy(signature -> assertThat(signature.examples()).isNotEmpty())
                .allSatisfy(signature -> assertThat(signature.nearMisses()).isNotEmpty());
        assertThat(RULES.scenarios().scenarios())
                .allSatisfy(scenario -> assertThat(scenario.examples())
                        .anyMatch(ScenarioExample::fires)
                        .anyMatch(example -> !example.fires()));
    }

    /** Else a slow attacker is forgotten who tries enough other things in between; groups hold theirs against him too. */
    @Test
    void aSourceHasRoomForWhatEveryScenarioRemembersOfIt() {
        assertThat(RULES.scenarios().scenarios()).hasSizeLessThan(ScenarioStates.MAX);
    }

    @Test
    void everyRuleFileOfTheFolderShips() throws IOException {
        Path resources = Path.of("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            List<String> inFolder = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> resources.relativize(file).toString())
                    .filter(name -> name.startsWith("scenarios/") || name.startsWith("signatures/"))
                    .sorted()
                    .toList();
            assertThat(RuleSet.SHIPPED).containsExactlyElementsOf(inFolder);
        }
    }
}
