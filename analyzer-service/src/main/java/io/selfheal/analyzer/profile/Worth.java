package io.selfheal.analyzer.profile;

/**
 * What a profile is worth when there is no room for all: the least goes first, so that whoever floods the analyzer with
 * new names or addresses drives out those that did as little as his. To drive out one that tried eight times he has to
 * try eight times with each of them.
 */
public enum Worth {
    /** It did what counts once at most. */
    LITTLE,
    /** Two or three times. */
    SOME,
    /** Four to seven times. */
    SEVERAL,
    /** Eight times and more. */
    MANY,
    /** It was flagged or blocked before, or a scenario has learnt its habits. */
    KNOWN,
    /** A block is in force, which must be ended: never forgotten. */
    BLOCKED;

    /** By how often a subject did what counts. */
    static Worth of(int times) {
        if (times >= 8) {
            return MANY;
        }
        return times >= 4 ? SEVERAL : times >= 2 ? SOME : LITTLE;
    }
}
