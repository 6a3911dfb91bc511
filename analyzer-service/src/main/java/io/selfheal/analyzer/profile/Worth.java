package io.selfheal.analyzer.profile;

/**
 * What a profile is worth when there is no room for all: the least goes first, so that whoever floods the analyzer with
 * new names or addresses drives out those that did as little as his.
 */
public enum Worth {
    /** Next to nothing is remembered of it. */
    LITTLE,
    /** Scenarios count something. */
    SUSPECT,
    /** It was flagged or blocked before, or a scenario has learnt its habits. */
    KNOWN,
    /** A block is in force, which must be ended: never forgotten. */
    BLOCKED
}
