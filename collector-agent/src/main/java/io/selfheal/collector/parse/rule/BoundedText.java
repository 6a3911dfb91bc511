package io.selfheal.collector.parse.rule;

/**
 * A long message that lets itself be read only so often by all patterns together. Patterns that are linear do not
 * notice; where one works longer than that, an attacker wrote the message, and it is given up. Short messages need no
 * such bound and are plain strings, which the engine reads faster.
 */
final class BoundedText implements CharSequence {
    /** Messages of more bytes are read through this. */
    static final int LONG = 4096;
    /** Reads, at about 8 ns each with what the engine does around them. A linear pattern reads a byte about twice. */
    private static final int READS = 50_000;

    private final String text;
    private int left;

    BoundedText(String text) {
        this(text, READS);
    }

    BoundedText(String text, int reads) {
        this.text = text;
        this.left = reads;
    }

    /** The message as patterns are to read it. */
    static CharSequence of(String message) {
        return message.length() > LONG ? new BoundedText(message) : message;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Thrown through the regular expression engine, which has no other way to be stopped; carries no stack. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("pattern budget used up", null, false, false);
        }
    }
}
