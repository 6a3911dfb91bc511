package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.profile.ScenarioStates;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One step of a scenario over one subject's events; what it remembers is in the state. */
final class Paces {
    private Paces() {}

    /**
     * Takes one event in.
     *
     * @param wanted whether it passes the scenario's filter
     * @return whether it is too much now
     */
    static boolean isOver(Scenario scenario, int id, boolean wanted, Occurrence now, ScenarioStates states) {
        Scenario.Reset reset = scenario.reset();
        if (reset != null && reset.when().test(now)) {
            ScenarioState state = states.find(id);
            if (state != null) {
                state.clear();
            }
            return false;
        }
        return switch (scenario.pace()) {
            case Pace.Threshold t -> wanted && threshold(t, now, states.of(id));
            case Pace.LeakyBucket b -> wanted && bucket(b, now, states.of(id));
            case Pace.DistinctCount d -> wanted && distinct(d, now, id, states, scenario.needsMembers());
            case Pace.Sequence s -> sequence(s, wanted, now, id, states);
            case Pace.FirstSeen f -> wanted && StrangePaces.firstSeen(f, now, id, states);
            case Pace.Travel t -> wanted && StrangePaces.travel(t, now, id, states);
            case Pace.Absence a -> false;
        };
    }

    /** Whether it may fire: false within the cool-down, else it has fired now. */
    static boolean fires(Scenario scenario, ScenarioState state, int second) {
        int quiet = seconds(scenario.cooldown());
        if (state.firedAt() != 0 && Math.abs((long) second - state.firedAt()) < quiet) {
            return false;
        }
        state.fired(second);
        return true;
    }

    private static boolean threshold(Pace.Threshold pace, Occurrence now, ScenarioState state) {
        int apart = seconds(pace.apart());
        if (apart > 0) {
            return visits(pace, apart, now, state);
        }
        if (pace.per() == null) {
            remember(now, 0, pace.count(), seconds(pace.window()), state);
            return state.size() >= pace.count();
        }
        long found = pace.per().hashOf(now);
        if (found == Field.NONE) {
            return false;
        }
        int value = (int) found;
        remember(now, value, ScenarioState.MAX_ENTRIES, seconds(pace.window()), state);
        int same = 0;
        for (int i = 0; i < state.size(); i++) {
            same += state.value(i) == value ? 1 : 0;
        }
        return same >= pace.count();
    }

    private static boolean visits(Pace.Threshold pace, int apart, Occurrence now, ScenarioState state) {
        state.forgetUpTo(now.second() - seconds(pace.window()));
        if (state.size() > 0 && Math.abs((long) now.second() - state.time(state.size() - 1)) < apart) {
            return false;
        }
        state.add(now.second(), 0, pace.count());
        return state.size() >= pace.count();
    }

    private static void remember(Occurrence now, int value, int bound, int window, ScenarioState state) {
        state.forgetUpTo(now.second() - window);
        int times = Math.min(bound, now.event().origin().count());
        for (int i = 0; i < times; i++) {
            state.add(now.second(), value, bound);
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

    /**
     * Those who blame sources remember as many values as there is room for: a hundred bots that take turns must not
     * look new again and again.
     */
    private static boolean distinct(
            Pace.DistinctCount pace, Occurrence now, int id, ScenarioStates states, boolean blames) {
        long value = pace.field().hashOf(now);
        if (value == Field.NONE) {
            return false;
        }
        ScenarioState state = states.of(id);
        state.forgetUpTo(now.second() - seconds(pace.window()));
        return isNewValue(state, now.second(), (int) value, blames ? ScenarioState.MAX_ENTRIES : pace.count())
                && state.size() >= pace.count();
    }

    private static boolean isNewValue(ScenarioState state, int second, int value, int bound) {
        int place = state.placeOf(value);
        if (place >= 0) {
            state.set(place, Math.max(state.time(place), second), value);
            return false;
        }
        state.add(second, value, bound);
        return true;
    }

    private static boolean sequence(Pace.Sequence pace, boolean first, Occurrence now, int id, ScenarioStates states) {
        if (first) {
            begin(pace, now, id, states);
            return false;
        }
        ScenarioState state = states.find(id);
        if (state == null || state.size() < pace.count() || !pace.then().test(now)) {
            return false;
        }
        state.forgetUpTo(now.second() - seconds(pace.window()));
        boolean holds = state.size() >= pace.count()
                && (!pace.among() || isAmong(pace.field(), now, state))
                && (pace.same() == null || isAmong(pace.same(), now, state));
        if (holds) {
            state.clear();
        }
        return holds;
    }

    private static void begin(Pace.Sequence pace, Occurrence now, int id, ScenarioStates states) {
        if (pace.same() != null) {
            long value = pace.same().hashOf(now);
            remember(
                    now,
                    value == Field.NONE ? 0 : (int) value,
                    ScenarioState.MAX_ENTRIES,
                    seconds(pace.window()),
                    states.of(id));
            return;
        }
        if (pace.field() == null) {
            remember(now, 0, pace.count(), seconds(pace.window()), states.of(id));
            return;
        }
        long value = pace.field().hashOf(now);
        if (value != Field.NONE) {
            ScenarioState state = states.of(id);
            state.forgetUpTo(now.second() - seconds(pace.window()));
            isNewValue(state, now.second(), (int) value, ScenarioState.MAX_ENTRIES);
        }
    }

    private static boolean isAmong(@Nullable Field field, Occurrence now, ScenarioState state) {
        long value = field == null ? Field.NONE : field.hashOf(now);
        return value != Field.NONE && state.placeOf((int) value) >= 0;
    }

    static int seconds(Duration duration) {
        return (int) duration.toSeconds();
    }
}
