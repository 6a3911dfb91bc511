package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.Set;
import java.util.TreeSet;

/** Plays the story of an example with the whole rule set around it, and tells which scenarios fired. */
public final class ScenarioTrial {
    private ScenarioTrial() {}

    /** The scenarios that are named by an assessment of anybody: of their subject, or of a source that they blame. */
    public static Set<String> fired(RuleSet rules, ScenarioExample example) {
        Watch watch = new Watch();
        ReplayCore replay = new ReplayCore(rules, PolicyBook.withoutAllowlist(), watch);
        for (SecurityEvent event : example.events()) {
            replay.accept(event);
        }
        if (!example.events().isEmpty()) {
            replay.advance(example.events().getLast().time().plus(example.silence()));
        }
        return watch.fired;
    }

    private static final class Watch implements ReplaySink {
        private final Set<String> fired = new TreeSet<>();

        @Override
        public void assessment(Assessment assessment) {
            fired.addAll(assessment.scenarios());
        }

        @Override
        public void decision(Decision decision) {
            // what follows from an assessment names the same scenarios
        }

        @Override
        public void alert(Alert alert) {
            // what follows from an assessment names the same scenarios
        }
    }
}
