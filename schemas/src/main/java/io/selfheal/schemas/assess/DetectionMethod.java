package io.selfheal.schemas.assess;

/** What saw a threat first: where the base of its score comes from. */
public enum DetectionMethod {
    /** A scenario or a signature. */
    RULE,
    /** The kind of event itself, and how often it came. */
    EVENT,
    /** An entry of the deny list. */
    DENY_LIST,
    /** A detector of a plugin. */
    PLUGIN,
    /** A part of the anomaly model. */
    MODEL;

    /** The method behind a signal of this name; see {@link Signal#name()}. */
    public static DetectionMethod of(String signal) {
        if (signal.startsWith(Signal.BASE) || signal.startsWith(Signal.CONSULTED)) {
            return EVENT;
        }
        if (signal.startsWith(Signal.PLUGIN)) {
            return PLUGIN;
        }
        if (signal.startsWith(Signal.MODEL)) {
            return MODEL;
        }
        return signal.equals(Signal.DENY_LIST) ? DENY_LIST : RULE;
    }
}
