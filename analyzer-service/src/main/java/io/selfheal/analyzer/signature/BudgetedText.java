package io.selfheal.analyzer.signature;

/**
 * A text that lets itself be read only so often: {@code java.util.regex} may backtrack, and an attacker writes the
 * input. When the budget is used up, the match is given up; at about 2 ns a read that bounds one request's patterns
 * to well below a millisecond.
 */
final class BudgetedText implements CharSequence {
    private final char[] text;
    private final int length;
    private int budget;

    BudgetedText(char[] text, int length, int budget) {
        this.text = text;
        this.length = length;
        this.budget = budget;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--budget < 0) {
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
