package io.selfheal.collector.parse.pattern;

/**
 * A step with what is known of the texts that it and all that follows it may match.
 *
 * @param first the bytes with which they may begin
 * @param atEnd whether nothing may be left of the text
 */
record Follow(Step step, ByteSet first, boolean atEnd) {
    /** Whether it is worth trying here. */
    boolean mayBegin(LineMatcher at, int i) {
        return i < at.to ? first.has(at.bytes[i]) : atEnd;
    }
}
