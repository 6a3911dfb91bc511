package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.scenario.ScenarioExample;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;

/** Plays the story of an example with the whole rule set around it, and tells whether its scenario fired. */
public final class ScenarioTrial {
    private ScenarioTrial() {}

    /** Whether the scenario is named by an assessment of anybody: of its subject, or of a source that it blames. */
    public static boolean fires(RuleSet rules, Scenario scenario, ScenarioExample example) {
        Watch watch = new Watch(scenario.id());
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
        private final String scenario;
        private boolean fired;

        Watch(String scenario) {
            this.scenario = scenario;
        }

        @Override
        public void assessment(Assessment assessment) {
            fired |= assessment.scenarios().contains(scenario);
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
