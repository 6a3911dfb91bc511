package io.selfheal.analyzer.profile;

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
    private int from;
    private int size;
    /** No entry is older. */
    private int eldest = Integer.MAX_VALUE;

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
        return times[from + index];
    }

    public int value(int index) {
        return values[from + index];
    }

    /** The index of the first entry of this value; -1 for none. */
    public int placeOf(int value) {
        int[] all = values;
        int end = from + size;
        for (int i = from; i < end; i++) {
            if (all[i] == value) {
                return i - from;
            }
        }
        return -1;
    }

    /** Forgets entries of {@code before} and earlier. */
    public void forgetUpTo(int before) {
        if (before < eldest) {
            return;
        }
        int kept = 0;
        int oldest = Integer.MAX_VALUE;
        for (int i = from; i < from + size; i++) {
            if (times[i] > before) {
                oldest = Math.min(oldest, times[i]);
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        from = 0;
        size = kept;
        eldest = oldest;
    }

    /** Adds an entry; above the bound the oldest goes. */
    public void add(int second, int value, int bound) {
        touchedAt = Math.max(touchedAt, second);
        eldest = Math.min(eldest, second);
        if (size >= bound) {
            from++;
            size--;
        }
        if (from + size == times.length) {
            makeRoom();
        }
        times[from + size] = second;
        values[from + size++] = value;
    }

    /** Moves entries to the front once a quarter of the room is free there, so that an entry moves seldom. */
    private void makeRoom() {
        boolean grows = from < times.length / 4;
        int[] roomy = grows ? new int[times.length * 2] : times;
        int[] roomyValues = grows ? new int[times.length * 2] : values;
        System.arraycopy(times, from, roomy, 0, size);
        System.arraycopy(values, from, roomyValues, 0, size);
        times = roomy;
        values = roomyValues;
        from = 0;
    }

    /** Replaces an entry: a value that was seen again, a bucket's level. */
    public void set(int index, int second, int value) {
        touchedAt = Math.max(touchedAt, second);
        eldest = Math.min(eldest, second);
        times[from + index] = second;
        values[from + index] = value;
    }

    public void clear() {
        from = 0;
        size = 0;
        eldest = Integer.MAX_VALUE;
    }

    int touchedAt() {
        return Math.max(touchedAt, firedAt);
    }

    void write(Packer out) {
        out.word(scenario).number(firedAt).number(touchedAt).number(size);
        for (int i = 0; i < size; i++) {
            out.number(Math.max(0, touchedAt - time(i))).word(value(i));
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
            state.eldest = Math.min(state.eldest, state.times[i]);
        }
        state.size = size;
        return state;
    }
}
