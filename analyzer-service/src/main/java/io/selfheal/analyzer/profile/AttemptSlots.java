package io.selfheal.analyzer.profile;

/**
 * One login attempt leaves up to four lines: "Invalid user", PAM's "authentication failure", "Failed password",
 * "Connection closed by invalid user". This tells whether a line speaks of an attempt that was already counted: lines
 * of different kinds under the same key (host and process id) belong together, a second line of a kind is a new try.
 * Eight connections at a time are told apart; more count a few attempts twice.
 */
public final class AttemptSlots {
    private static final int SLOTS = 8;
    private static final int VOICE_BITS = 10;
    private static final int MOST_TOLD = (1 << VOICE_BITS) - 1;

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

    /**
     * Notes a line of a try that several programs report, PAM and the daemon that asked it for instance: as many tries
     * were made as the most talkative of them told of, in whatever order their lines come.
     *
     * @param key hash of what the lines have in common, never that of {@link #isNew}
     * @param voice who speaks, 0 to 2
     * @param second event time
     * @param together seconds of silence after which counting begins anew
     * @return whether the line tells of a try that nobody told of before
     */
    public boolean isNewTry(int key, int voice, int second, int together) {
        int shift = voice * VOICE_BITS;
        for (int i = 0; i < SLOTS; i++) {
            if (keys[i] == key && kinds[i] != 0) {
                int told = Math.abs(second - seconds[i]) <= together ? kinds[i] : 0;
                int before = most(told);
                if ((told >>> shift & MOST_TOLD) == MOST_TOLD) {
                    told = 0;
                    before = 0;
                }
                kinds[i] = told + (1 << shift);
                seconds[i] = second;
                return most(kinds[i]) > before;
            }
        }
        keys[next] = key;
        kinds[next] = 1 << shift;
        seconds[next] = second;
        next = (next + 1) % SLOTS;
        return true;
    }

    private static int most(int told) {
        int most = 0;
        for (int rest = told; rest != 0; rest >>>= VOICE_BITS) {
            most = Math.max(most, rest & MOST_TOLD);
        }
        return most;
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
