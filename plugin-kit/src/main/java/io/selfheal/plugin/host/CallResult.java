package io.selfheal.plugin.host;

/** How a call of a plugin ended. */
public sealed interface CallResult<R> {
    /** It answered in time. */
    record Answered<R>(R value) implements CallResult<R> {}

    /** It threw; the text is what it threw, made harmless. */
    record Threw<R>(String error) implements CallResult<R> {}

    /** It took too long and was interrupted. */
    record CutOff<R>() implements CallResult<R> {}

    /** It was not asked: it is in quarantine, off, or still busy with another call. */
    record NotAsked<R>(String reason) implements CallResult<R> {}
}
