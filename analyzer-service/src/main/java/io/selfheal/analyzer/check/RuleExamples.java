package io.selfheal.analyzer.check;

import io.selfheal.analyzer.replay.ScenarioTrial;
import io.selfheal.analyzer.rules.RuleFile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.analyzer.signature.SampleRequest;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureMatcher;
import io.selfheal.analyzer.yaml.RulePositions;
import io.selfheal.schemas.rules.RuleFailure;
import io.selfheal.schemas.rules.RuleTestReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Runs the examples of scenarios through the real detection, and those of signatures through the matcher of the whole
 * set: each must, or must not, be found by the rule that carries it. Rules that another file overrides are left out.
 */
public final class RuleExamples {
    private final RuleSet rules;
    private final SignatureMatcher matcher;

    public RuleExamples(RuleSet rules) {
        this.rules = rules;
        this.matcher = new SignatureMatcher(rules.signatures());
    }

    /** Tests the files whose name passes. */
    public List<RuleTestReport> test(Predicate<String> wanted) {
        return rules.files().stream()
                .filter(file -> wanted.test(file.name()))
                .map(this::test)
                .toList();
    }

    private RuleTestReport test(RuleFile file) {
        RulePositions positions = file.positions();
        List<RuleFailure> failures = new ArrayList<>();
        int examples = 0;
        int misses = 0;
        int tested = 0;
        for (Scenario scenario : file.scenarios()) {
            if (rules.scenarios().scenarios().contains(scenario)) {
                tested++;
                int firing = (int) scenario.examples().stream()
                        .filter(ScenarioExample::fires)
                        .count();
                examples += firing;
                misses += scenario.examples().size() - firing;
                stories(scenario, positions, failures);
            }
        }
        for (Signature signature : file.signatures()) {
            if (rules.signatures().signatures().contains(signature)) {
                tested++;
                examples += signature.examples().size();
                misses += signature.nearMisses().size();
                requests(signature, signature.examples(), "examples", true, positions, failures);
                requests(signature, signature.nearMisses(), "near_misses", false, positions, failures);
            }
        }
        return new RuleTestReport(file.kind(), file.name(), tested, examples, misses, failures);
    }

    private void stories(Scenario scenario, RulePositions positions, List<RuleFailure> failures) {
        for (int i = 0; i < scenario.examples().size(); i++) {
            ScenarioExample example = scenario.examples().get(i);
            Set<String> fired = ScenarioTrial.fired(rules, example);
            if (fired.contains(scenario.id()) != example.fires()) {
                failures.add(new RuleFailure(
                        scenario.id(),
                        positions.ofId("scenarios", scenario.id(), "examples", i),
                        example.name(),
                        example.fires() ? "fires" : "does not fire",
                        example.fires() ? "did not fire; fired: " + fired : "fired"));
            }
        }
    }

    private void requests(
            Signature signature,
            List<SampleRequest> samples,
            String key,
            boolean wanted,
            RulePositions positions,
            List<RuleFailure> failures) {
        for (int i = 0; i < samples.size(); i++) {
            Set<String> found = found(samples.get(i));
            if (found.contains(signature.id()) != wanted) {
                failures.add(new RuleFailure(
                        signature.id(),
                        positions.ofId("signatures", signature.id(), key, i),
                        samples.get(i).toString(),
                        wanted ? "is found" : "is not found",
                        wanted ? "was not found; found: " + found : "was found"));
            }
        }
    }

    /** The signatures in a request. */
    Set<String> found(SampleRequest sample) {
        Set<String> ids = new TreeSet<>();
        matcher.match(sample.url(), sample.agent(), sample.referrer())
                .forEach(hit -> ids.add(hit.signature().id()));
        return ids;
    }
}
