package io.selfheal.analyzer.check;

import io.selfheal.analyzer.rules.RuleFile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.analyzer.signature.SampleRequest;
import io.selfheal.analyzer.signature.Signature;
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
        for (int i = 0; i < signature.examples().size(); i++) {
            SampleRequest sample = signature.examples().get(i);
            Set<String> others = examples.found(sample);
            others.remove(signature.id());
            if (!others.isEmpty()) {
                warn(
                        "overlap",
                        signature.id(),
                        file.positions().ofId("signatures", signature.id(), "examples", i),
                        "its example is also found by " + others);
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
