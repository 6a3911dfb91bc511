package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.ScenarioStates;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the scenarios of the key {@code source} over one source's events: what it remembers is in the profile. An event
 * asks only the scenarios that its kind can concern; one that none of them wants leaves no trace.
 */
public final class ScenarioEngine {
    private final List<Scenario> scenarios;
    private final GroupScenarios groups;
    private final Questions questions;

    public ScenarioEngine(List<Scenario> scenarios) {
        this.scenarios = List.copyOf(scenarios);
        this.groups = new GroupScenarios(this.scenarios);
        this.questions = new Questions(this.scenarios.stream()
                .filter(Scenario::isOfSource)
                .map(scenario -> new Questions.Question(scenario, scenario.memory(), scenario.when()))
                .toList());
    }

    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** Those whose key is a group. */
    public GroupScenarios groups() {
        return groups;
    }

    /** The scenarios that fire now; an empty list, shared, in nearly all cases. */
    public List<Scenario> run(Occurrence occurrence, ScenarioStates states) {
        List<Scenario> fired = List.of();
        for (Questions.Question question : questions.of(occurrence).all()) {
            Scenario scenario = question.scenario();
            int id = question.id();
            if (Paces.isOver(scenario, id, question.when().test(occurrence), occurrence, states)
                    && Paces.fires(scenario, states.of(id), occurrence.second())) {
                if (fired.isEmpty()) {
                    fired = new ArrayList<>(2);
                }
                fired.add(scenario);
            }
        }
        return fired;
    }
}
