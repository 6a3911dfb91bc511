package io.selfheal.analyzer.signature;

/**
 * A text that lets itself be read only so often: {@code java.util.regex} may backtrack, and an attacker writes the
 * input. When a pattern's share or the whole request's budget is used up, the match is given up.
 * A read costs 2 to 24 ns with all that the engine does around it, which bounds one request's patterns to a fraction of a millisecond.
 */
final class BudgetedText implements CharSequence {
    private static final char[] EMPTY = {};

    private char[] text = EMPTY;
    private int length;
    private int left;
    /** Where {@link #left} may fall to before the pattern at work is given up. */
    private int floor;

    /** Begins a request. */
    void refill(int budget) {
        left = budget;
    }

    /** Takes from the request's budget what other work for it costs, in reads. */
    void spend(int reads) {
        left = Math.max(0, left - reads);
    }

    /** What is left of the request's budget. */
    int left() {
        return left;
    }

    /** Sets the text; it may change in place until the next call. */
    void set(char[] newText, int newLength) {
        text = newText;
        length = newLength;
    }

    /** Begins a pattern. */
    void share(int reads) {
        floor = Math.max(0, left - reads);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--left < floor) {
            throw new Exhausted();
        }
        return text[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(text, start, end - start);
    }

    @Override
    public String toString() {
        return new String(text, 0, length);
    }

    /** Thrown through the regular expression engine, which has no other way to be stopped; carries no stack, so it costs little. */
    static final class Exhausted extends RuntimeException {
        private Exhausted() {
            super("pattern budget used up", null, false, false);
        }
    }
}
