package io.selfheal.analyzer.check;

import io.selfheal.analyzer.rules.RuleFile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.analyzer.signature.SampleRequest;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.signature.SignatureCost;
import io.selfheal.schemas.rules.RulePlace;
import io.selfheal.schemas.rules.RuleWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What about scenarios and signatures works and yet is no good. */
public final class RuleLint {
    private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(?:\\.[0-9]{3})?");

    private final RuleSet rules;
    private final RuleExamples examples;
    private final List<RuleWarning> warnings = new ArrayList<>();

    public RuleLint(RuleSet rules) {
        this.rules = rules;
        this.examples = new RuleExamples(rules);
    }

    /** Looks at the files whose name passes. */
    public List<RuleWarning> check(Predicate<String> wanted) {
        for (RuleFile file : rules.files()) {
            if (wanted.test(file.name())) {
                file.scenarios().forEach(scenario -> check(file, scenario));
                file.signatures().forEach(signature -> check(file, signature));
            }
        }
        return List.copyOf(warnings);
    }

    private void check(RuleFile file, Scenario scenario) {
        RulePlace place = file.positions().ofId("scenarios", scenario.id());
        technique(scenario.id(), scenario.technique(), place);
        boolean fires = scenario.examples().stream().anyMatch(ScenarioExample::fires);
        boolean silent = scenario.examples().stream().anyMatch(example -> !example.fires());
        missing(scenario.id(), place, fires, silent);
    }

    private void check(RuleFile file, Signature signature) {
        RulePlace place = file.positions().ofId("signatures", signature.id());
        technique(signature.id(), signature.technique(), place);
        missing(
                signature.id(),
                place,
                !signature.examples().isEmpty(),
                !signature.nearMisses().isEmpty());
        overlap(signature, place);
        String worst = SignatureCost.exceeding(signature);
        if (worst != null) {
            warn("slow", signature.id(), place, "its pattern reads a text too often, such as '" + worst + "'");
        }
    }

    /**
     * Attacks are often several at once, and each signature that finds one says more. One whose every example another of
     * its family finds, with as many points, says nothing.
     */
    private void overlap(Signature signature, RulePlace place) {
        Set<String> always = null;
        for (SampleRequest sample : signature.examples()) {
            Set<String> others = examples.found(sample);
            if (always == null) {
                always = others;
            } else {
                always.retainAll(others);
            }
        }
        if (always == null) {
            return;
        }
        for (Signature other : rules.signatures().signatures()) {
            if (!other.id().equals(signature.id())
                    && always.contains(other.id())
                    && other.family().equals(signature.family())
                    && other.score() >= signature.score()) {
                warn(
                        "overlap",
                        signature.id(),
                        place,
                        "all its examples are also found by " + other.id() + ", of the same family; keep one, or give"
                                + " an example that only this finds");
            }
        }
    }

    private void technique(String id, @Nullable String technique, RulePlace place) {
        if (technique != null && !TECHNIQUE.matcher(technique).matches()) {
            warn("technique", id, place, "'" + technique + "' is no ATT&CK id; allowed: like T1110 or T1110.001");
        }
    }

    private void missing(String id, RulePlace place, boolean example, boolean nearMiss) {
        if (!example) {
            warn("no-example", id, place, "nothing shows what it finds; add an example");
        }
        if (!nearMiss) {
            warn("no-near-miss", id, place, "nothing shows what it leaves; add a near miss");
        }
    }

    private void warn(String check, String id, RulePlace place, String message) {
        warnings.add(new RuleWarning(check, id, place, message));
    }
}
