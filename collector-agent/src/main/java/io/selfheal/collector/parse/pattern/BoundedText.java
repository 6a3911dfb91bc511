package io.selfheal.collector.parse.pattern;

import java.nio.charset.StandardCharsets;

/**
 * A message as patterns read it: Latin-1, one character a byte, so that a group's place is a place in the bytes and any
 * byte can be matched. All patterns together may read a line only so often, whatever its length: a message on which a
 * pattern works longer than that was made by an attacker, and its line is given up, which is counted and shown.
 * Reused; not thread-safe.
 */
public final class BoundedText implements CharSequence {
    /**
     * Reads a line, at about 8 ns each with what the engine does around them. A linear pattern reads a byte about
     * twice, and the longest messages have 16 KiB.
     */
    public static final int READS = 50_000;

    private byte[] bytes = new byte[0];
    private int from;
    private int length;
    private int left;

    /** The next line: it may be read so often. */
    public void allow(int reads) {
        left = reads;
    }

    /** The next text of the line. */
    public BoundedText set(byte[] newBytes, int newFrom, int newTo) {
        bytes = newBytes;
        from = newFrom;
        length = newTo - newFrom;
        return this;
    }

    /** Whether it was read as often as allowed. */
    public boolean isUsedUp() {
        return left < 0;
    }

    void spend(int reads) {
        left -= reads;
        if (left < 0) {
            throw new Exhausted();
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where it begins in the bytes. */
    public int from() {
        return from;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return (char) (bytes[from + index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** Thrown through the regular expression engine, which has no other way to be stopped; carries no stack. */
    public static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("pattern budget used up", null, false, false);
        }
    }
}
