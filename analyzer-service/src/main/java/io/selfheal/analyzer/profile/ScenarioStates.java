package io.selfheal.analyzer.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scenario states of one source: at most {@value #MAX}; the one untouched for longest makes room. */
public final class ScenarioStates {
    private static final int MAX = 24;

    private final List<ScenarioState> states = new ArrayList<>(0);

    /** The state, or null when the scenario remembers nothing of this source. */
    public @Nullable ScenarioState find(int scenario) {
        for (int i = 0; i < states.size(); i++) {
            ScenarioState state = states.get(i);
            if (state.scenario() == scenario) {
                return state;
            }
        }
        return null;
    }

    public ScenarioState of(int scenario) {
        ScenarioState known = find(scenario);
        if (known != null) {
            return known;
        }
        if (states.size() >= MAX) {
            states.stream()
                    .min(Comparator.comparingInt(ScenarioState::touchedAt))
                    .ifPresent(states::remove);
        }
        ScenarioState fresh = new ScenarioState(scenario);
        states.add(fresh);
        return fresh;
    }

    /** Ids' hashes of the scenarios that fired after this second. */
    public boolean firedSince(int scenario, int second) {
        ScenarioState state = find(scenario);
        return state != null && state.firedAt() > second;
    }

    void write(Packer out) {
        out.number(states.size());
        states.forEach(state -> state.write(out));
    }

    void readInto(Unpacker in) {
        int size = in.number(MAX);
        for (int i = 0; i < size; i++) {
            states.add(ScenarioState.read(in));
        }
    }
}
