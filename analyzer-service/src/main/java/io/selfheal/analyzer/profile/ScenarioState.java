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
    /** A time and its value, then the next: one place in memory for both. */
    private int[] entries = new int[8];

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
        return entries[2 * (from + index)];
    }

    public int value(int index) {
        return entries[2 * (from + index) + 1];
    }

    /** The index of the last entry of this value, -1 for none: what was seen last is what is mostly seen next. */
    public int placeOf(int value) {
        int[] all = entries;
        int start = 2 * from;
        for (int i = start + 2 * size - 1; i > start; i -= 2) {
            if (all[i] == value) {
                return i / 2 - from;
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
        for (int i = 2 * from; i < 2 * (from + size); i += 2) {
            if (entries[i] > before) {
                oldest = Math.min(oldest, entries[i]);
                entries[kept++] = entries[i];
                entries[kept++] = entries[i + 1];
            }
        }
        from = 0;
        size = kept / 2;
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
        if (2 * (from + size) == entries.length) {
            makeRoom();
        }
        put(size++, second, value);
    }

    /** Moves entries to the front once a quarter of the room is free there, so that an entry moves seldom. */
    private void makeRoom() {
        boolean grows = from < entries.length / 8;
        int[] roomy = grows ? new int[entries.length * 2] : entries;
        System.arraycopy(entries, 2 * from, roomy, 0, 2 * size);
        entries = roomy;
        from = 0;
    }

    private void put(int index, int second, int value) {
        entries[2 * (from + index)] = second;
        entries[2 * (from + index) + 1] = value;
    }

    /** Replaces an entry: a value that was seen again, a bucket's level. */
    public void set(int index, int second, int value) {
        touchedAt = Math.max(touchedAt, second);
        eldest = Math.min(eldest, second);
        put(index, second, value);
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
        state.entries = new int[2 * Math.max(4, size)];
        for (int i = 0; i < size; i++) {
            int time = state.touchedAt - in.number(Integer.MAX_VALUE);
            state.put(i, time, in.word());
            state.eldest = Math.min(state.eldest, time);
        }
        state.size = size;
        return state;
    }
}
