package io.selfheal.analyzer.profile;

/**
 * One login attempt leaves up to four lines: "Invalid user", PAM's "authentication failure", "Failed password",
 * "Connection closed by invalid user". This tells whether a line speaks of an attempt that was already counted: lines
 * of different kinds under the same key (host and process id) belong together, a second line of a kind is a new try.
 * Eight connections at a time are told apart; more count a few attempts twice.
 */
public final class AttemptSlots {
    private static final int SLOTS = 8;

    private final int[] keys = new int[SLOTS];
    private final int[] kinds = new int[SLOTS];
    private final int[] seconds = new int[SLOTS];
    private int next;

    /**
     * Notes a line of an attempt.
     *
     * @param key hash of what the lines of one attempt have in common
     * @param kind one bit
     * @param second event time
     * @param together most seconds between lines of one attempt
     * @return whether the line begins a new attempt
     */
    public boolean isNew(int key, int kind, int second, int together) {
        for (int i = 0; i < SLOTS; i++) {
            if (keys[i] == key && kinds[i] != 0) {
                boolean same = (kinds[i] & kind) == 0 && Math.abs(second - seconds[i]) <= together;
                kinds[i] = same ? kinds[i] | kind : kind;
                seconds[i] = second;
                return !same;
            }
        }
        keys[next] = key;
        kinds[next] = kind;
        seconds[next] = second;
        next = (next + 1) % SLOTS;
        return true;
    }

    void write(Packer out) {
        out.number(next);
        for (int i = 0; i < SLOTS; i++) {
            out.number(kinds[i]);
            if (kinds[i] != 0) {
                out.word(keys[i]).word(seconds[i]);
            }
        }
    }

    static AttemptSlots read(Unpacker in) {
        AttemptSlots slots = new AttemptSlots();
        slots.next = in.number(SLOTS - 1);
        for (int i = 0; i < SLOTS; i++) {
            slots.kinds[i] = in.number(Integer.MAX_VALUE);
            if (slots.kinds[i] != 0) {
                slots.keys[i] = in.word();
                slots.seconds[i] = in.word();
            }
        }
        return slots;
    }
}
