package io.selfheal.analyzer.profile;

import java.util.Arrays;

/**
 * What one scenario remembers of one source: a bounded ring of times with a value each, and when it last fired. Which
 * of it a scenario uses is its own affair; the ring's bound is the scenario's threshold, so a state costs at most
 * 8 B for each step to the threshold.
 */
public final class ScenarioState {
    /** The largest threshold that a scenario may have. */
    public static final int MAX_ENTRIES = 128;

    private final int scenario;
    private int firedAt;
    private int touchedAt;
    private int[] times = new int[4];
    private int[] values = new int[4];
    private int size;

    ScenarioState(int scenario) {
        this.scenario = scenario;
    }

    /** Hash of the scenario's id. */
    public int scenario() {
        return scenario;
    }

    /** Second at which it last fired; 0 for never. */
    public int firedAt() {
        return firedAt;
    }

    public void fired(int second) {
        firedAt = second;
    }

    public int size() {
        return size;
    }

    public int time(int index) {
        return times[index];
    }

    public int value(int index) {
        return values[index];
    }

    /** Forgets entries of {@code before} and earlier. */
    public void forgetUpTo(int before) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (times[i] > before) {
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        size = kept;
    }

    /** Adds an entry; above the bound the oldest goes. */
    public void add(int second, int value, int bound) {
        touchedAt = Math.max(touchedAt, second);
        if (size >= bound) {
            System.arraycopy(times, 1, times, 0, size - 1);
            System.arraycopy(values, 1, values, 0, size - 1);
            size--;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = second;
        values[size++] = value;
    }

    /** Replaces an entry: a value that was seen again, a bucket's level. */
    public void set(int index, int second, int value) {
        touchedAt = Math.max(touchedAt, second);
        times[index] = second;
        values[index] = value;
    }

    public void clear() {
        size = 0;
    }

    int touchedAt() {
        return Math.max(touchedAt, firedAt);
    }

    void write(Packer out) {
        out.word(scenario).number(firedAt).number(touchedAt).number(size);
        for (int i = 0; i < size; i++) {
            out.number(Math.max(0, touchedAt - times[i])).word(values[i]);
        }
    }

    static ScenarioState read(Unpacker in) {
        ScenarioState state = new ScenarioState(in.word());
        state.firedAt = in.number(Integer.MAX_VALUE);
        state.touchedAt = in.number(Integer.MAX_VALUE);
        int size = in.number(MAX_ENTRIES);
        state.times = new int[Math.max(4, size)];
        state.values = new int[Math.max(4, size)];
        for (int i = 0; i < size; i++) {
            state.times[i] = state.touchedAt - in.number(Integer.MAX_VALUE);
            state.values[i] = in.word();
        }
        state.size = size;
        return state;
    }
}
