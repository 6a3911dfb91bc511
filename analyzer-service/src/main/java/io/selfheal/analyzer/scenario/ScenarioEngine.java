package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.profile.ScenarioStates;
import io.selfheal.schemas.event.EventAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the scenarios over one source's events. Immutable: what it remembers is in the profile. An event asks only the
 * scenarios of its action; one that none of them wants leaves no trace.
 */
public final class ScenarioEngine {
    private static final Asked[] NONE = {};

    private final List<Scenario> scenarios;
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
        for (EventAction action : EventAction.values()) {
            Asked[] asked = this.scenarios.stream()
                    .filter(scenario -> scenario.actions().contains(action))
                    .map(scenario -> Asked.of(scenario, action))
                    .toArray(Asked[]::new);
            byAction.put(action, asked);
        }
    }

    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** The scenarios that fire now; an empty list, shared, in nearly all cases. */
    public List<Scenario> run(Occurrence occurrence, ScenarioStates states) {
        List<Scenario> fired = List.of();
        boolean clean = occurrence.hits().isEmpty();
        for (Asked asked : byAction.getOrDefault(occurrence.event().action(), NONE)) {
            if ((asked.needsHit && clean) || (asked.needsFailure && !occurrence.failedLogin())) {
                continue;
            }
            if (step(asked.scenario, asked.id, occurrence, states)) {
                if (fired.isEmpty()) {
                    fired = new ArrayList<>(2);
                }
                fired.add(asked.scenario);
            }
        }
        return fired;
    }

    private static boolean step(Scenario scenario, int id, Occurrence now, ScenarioStates states) {
        Scenario.Reset reset = scenario.reset();
        if (reset != null && reset.when().test(now)) {
            ScenarioState state = states.find(id);
            if (state != null) {
                state.clear();
            }
            return false;
        }
        boolean wanted = scenario.when().test(now);
        boolean over =
                switch (scenario.pace()) {
                    case Pace.Threshold t -> wanted && threshold(t, now, states.of(id));
                    case Pace.LeakyBucket b -> wanted && bucket(b, now, states.of(id));
                    case Pace.DistinctCount d -> wanted && distinct(d, now, id, states);
                    case Pace.Sequence s -> sequence(s, wanted, now, id, states);
                };
        if (!over) {
            return false;
        }
        ScenarioState state = states.of(id);
        int quiet = (int) scenario.cooldown().toSeconds();
        if (state.firedAt() != 0 && Math.abs((long) now.second() - state.firedAt()) < quiet) {
            return false;
        }
        state.fired(now.second());
        return true;
    }

    private static boolean threshold(Pace.Threshold pace, Occurrence now, ScenarioState state) {
        int apart = seconds(pace.apart());
        if (apart == 0) {
            remember(now, pace.count(), seconds(pace.window()), state);
        } else {
            state.forgetUpTo(now.second() - seconds(pace.window()));
            if (state.size() > 0 && Math.abs((long) now.second() - state.time(state.size() - 1)) < apart) {
                return false;
            }
            state.add(now.second(), 0, pace.count());
        }
        return state.size() >= pace.count();
    }

    private static void remember(Occurrence now, int count, int window, ScenarioState state) {
        state.forgetUpTo(now.second() - window);
        int times = Math.min(count, now.event().origin().count());
        for (int i = 0; i < times; i++) {
            state.add(now.second(), 0, count);
        }
    }

    /** The level stands as a float in the state's only entry. */
    private static boolean bucket(Pace.LeakyBucket pace, Occurrence now, ScenarioState state) {
        float level = 0;
        int last = now.second();
        if (state.size() > 0) {
            last = Math.max(state.time(0), now.second());
            float leaked = (last - state.time(0)) * 1000f / pace.leak().toMillis();
            level = Math.max(0, Float.intBitsToFloat(state.value(0)) - leaked);
        }
        level = Math.min(level + now.event().origin().count(), pace.capacity() + 1);
        if (state.size() == 0) {
            state.add(last, Float.floatToIntBits(level), 1);
        } else {
            state.set(0, last, Float.floatToIntBits(level));
        }
        return level > pace.capacity();
    }

    private static boolean distinct(Pace.DistinctCount pace, Occurrence now, int id, ScenarioStates states) {
        Integer value = pace.field().hashOf(now);
        if (value == null) {
            return false;
        }
        ScenarioState state = states.of(id);
        state.forgetUpTo(now.second() - seconds(pace.window()));
        for (int i = 0; i < state.size(); i++) {
            if (state.value(i) == value) {
                state.set(i, Math.max(state.time(i), now.second()), value);
                return false;
            }
        }
        state.add(now.second(), value, pace.count());
        return state.size() >= pace.count();
    }

    private static boolean sequence(Pace.Sequence pace, boolean first, Occurrence now, int id, ScenarioStates states) {
        if (first) {
            remember(now, pace.count(), seconds(pace.window()), states.of(id));
            return false;
        }
        ScenarioState state = states.find(id);
        if (state == null || state.size() < pace.count() || !pace.then().test(now)) {
            return false;
        }
        state.forgetUpTo(now.second() - seconds(pace.window()));
        boolean holds = state.size() >= pace.count();
        if (holds) {
            state.clear();
        }
        return holds;
    }

    private static int seconds(java.time.Duration duration) {
        return (int) duration.toSeconds();
    }
}
