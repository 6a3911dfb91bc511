package io.selfheal.collector.parse.pattern;

/** A part of a pattern at work: matches its own bytes and then, by calling the next step, all that follows. */
abstract class Step {
    /**
     * Whether the text from here on matches.
     *
     * @throws BoundedText.Exhausted if the line was read too often
     */
    abstract boolean match(LineMatcher at, int i);
}
