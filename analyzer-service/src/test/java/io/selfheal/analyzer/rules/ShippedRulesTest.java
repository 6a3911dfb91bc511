package io.selfheal.analyzer.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.replay.ScenarioTrial;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.analyzer.signature.SampleRequest;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureMatcher;
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
    Stream<DynamicTest> signaturesFindTheirExamplesAndLeaveTheirNearMisses() {
        SignatureMatcher matcher = new SignatureMatcher(RULES.signatures());
        return RULES.signatures().signatures().stream()
                .flatMap(signature -> Stream.concat(
                        signature.examples().stream()
                                .map(sample -> DynamicTest.dynamicTest(
                                        signature.id() + " finds " + sample,
                                        () -> assertThat(idsIn(matcher, sample)).contains(signature.id()))),
                        signature.nearMisses().stream()
                                .map(sample -> DynamicTest.dynamicTest(
                                        signature.id() + " leaves " + sample,
                                        () -> assertThat(idsIn(matcher, sample)).doesNotContain(signature.id())))));
    }

    @TestFactory
    Stream<DynamicTest> scenariosFireInTheirExamplesOnly() {
        return RULES.scenarios().scenarios().stream()
                .flatMap(scenario -> scenario.examples().stream()
                        .map(example -> DynamicTest.dynamicTest(
                                scenario.id() + ": " + example.name(),
                                () -> assertThat(ScenarioTrial.fires(RULES, scenario, example))
                                        .isEqualTo(example.fires()))));
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

    private static List<String> idsIn(SignatureMatcher matcher, SampleRequest sample) {
        return matcher.match(sample.url(), sample.agent(), sample.referrer()).stream()
                .map(hit -> hit.signature())
                .map(Signature::id)
                .toList();
    }
}
