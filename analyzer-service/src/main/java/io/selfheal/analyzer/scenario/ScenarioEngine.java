package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.ScenarioStates;
import io.selfheal.schemas.event.EventAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the scenarios of the key {@code source} over one source's events. Immutable: what it remembers is in the
 * profile. An event asks only the scenarios of its action; one that none of them wants leaves no trace.
 */
public final class ScenarioEngine {
    private static final Asked[] NONE = {};

    private final List<Scenario> scenarios;
    private final GroupScenarios groups;
    private final Map<EventAction, Asked[]> byAction = new EnumMap<>(EventAction.class);

    /** A scenario under one action, with what an event must have at least; most events fail here already. */
    private record Asked(Scenario scenario, int id, boolean needsHit, boolean needsFailure) {
        static Asked of(Scenario scenario, EventAction action) {
            Scenario.Reset reset = scenario.reset();
            boolean mayFinish = (reset != null && reset.actions().contains(action))
                    || (scenario.pace() instanceof Pace.Sequence s
                            && s.thenActions().contains(action));
            return new Asked(
                    scenario,
                    Hashes.of(scenario.id()),
                    !mayFinish && scenario.when().needs(Condition.FamilyIs.class),
                    !mayFinish && scenario.when().needs(Condition.FailedLogin.class));
        }
    }

    public ScenarioEngine(List<Scenario> scenarios) {
        this.scenarios = List.copyOf(scenarios);
        this.groups = new GroupScenarios(this.scenarios);
        for (EventAction action : EventAction.values()) {
            Asked[] asked = this.scenarios.stream()
                    .filter(Scenario::isOfSource)
                    .filter(scenario -> scenario.actions().contains(action))
                    .map(scenario -> Asked.of(scenario, action))
                    .toArray(Asked[]::new);
            byAction.put(action, asked);
        }
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
        boolean clean = occurrence.hits().isEmpty();
        for (Asked asked : byAction.getOrDefault(occurrence.event().action(), NONE)) {
            if ((asked.needsHit && clean) || (asked.needsFailure && !occurrence.failedLogin())) {
                continue;
            }
            Scenario scenario = asked.scenario;
            if (Paces.isOver(scenario, asked.id, scenario.when().test(occurrence), occurrence, states)
                    && Paces.fires(scenario, states.of(asked.id), occurrence.second())) {
                if (fired.isEmpty()) {
                    fired = new ArrayList<>(2);
                }
                fired.add(scenario);
            }
        }
        return fired;
    }
}
