package io.selfheal.analyzer.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scenario states of one source: at most {@value #MAX}; the one untouched for longest makes room. All that ships has
 * room at once: else a slow attacker would only have to try many other things in between to be forgotten. The ids stand
 * beside the states, so that looking for one touches one array and not every state.
 */
public final class ScenarioStates {
    public static final int MAX = 128;

    private static final int[] NO_IDS = {};
    private static final ScenarioState[] NONE = {};

    private int[] ids = NO_IDS;
    private ScenarioState[] states = NONE;
    private int size;

    /** The state, or null when the scenario remembers nothing of this source. */
    public @Nullable ScenarioState find(int scenario) {
        int[] known = ids;
        for (int i = 0; i < size; i++) {
            if (known[i] == scenario) {
                return states[i];
            }
        }
        return null;
    }

    public ScenarioState of(int scenario) {
        ScenarioState known = find(scenario);
        if (known != null) {
            return known;
        }
        ScenarioState fresh = new ScenarioState(scenario);
        if (size == MAX) {
            put(idlest(), fresh);
        } else {
            add(fresh);
        }
        return fresh;
    }

    /** Ids' hashes of the scenarios that fired after this second. */
    public boolean firedSince(int scenario, int second) {
        ScenarioState state = find(scenario);
        return state != null && state.firedAt() > second;
    }

    /** How far it got: the most that one scenario counts. */
    int most() {
        int most = 0;
        for (int i = 0; i < size; i++) {
            most = Math.max(most, states[i].size());
        }
        return most;
    }

    private int idlest() {
        int idlest = 0;
        for (int i = 1; i < size; i++) {
            idlest = states[i].touchedAt() < states[idlest].touchedAt() ? i : idlest;
        }
        return idlest;
    }

    private void add(ScenarioState state) {
        if (size == ids.length) {
            int room = Math.clamp(size * 2L, 4, MAX);
            ids = Arrays.copyOf(ids, room);
            states = Arrays.copyOf(states, room);
        }
        put(size++, state);
    }

    private void put(int index, ScenarioState state) {
        ids[index] = state.scenario();
        states[index] = state;
    }

    void write(Packer out) {
        out.number(size);
        for (int i = 0; i < size; i++) {
            states[i].write(out);
        }
    }

    void readInto(Unpacker in) {
        for (int n = in.number(MAX); n > 0; n--) {
            add(ScenarioState.read(in));
        }
    }
}
