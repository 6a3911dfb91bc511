package io.selfheal.collector.parse.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that come again and again (hosts, programs, users, methods), kept so that they are not made anew for each
 * line. Bounded: {@value #SLOTS} slots, a newcomer replaces the one in its slot. Not thread-safe.
 */
public final class TextCache {
    private static final int SLOTS = 512;
    private static final int LONGEST = 40;

    private static final byte[] NOTHING = {};

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    public TextCache() {
        Arrays.fill(keys, NOTHING);
        Arrays.fill(texts, "");
    }

    /** The text of these bytes, see {@link #decode}. */
    public String get(byte[] bytes, int from, int to, int max) {
        int length = to - from;
        if (length > LONGEST || length > max) {
            return decode(bytes, from, to, max);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ (hash >>> 9)) & (SLOTS - 1);
        byte[] known = keys[slot];
        if (known.length == length && Arrays.equals(known, 0, length, bytes, from, to)) {
            return texts[slot];
        }
        String text = decode(bytes, from, to, max);
        keys[slot] = Arrays.copyOfRange(bytes, from, to);
        texts[slot] = text;
        return text;
    }

    /**
     * Bytes as text: UTF-8, what is none becomes U+FFFD, so that the rest stays readable.
     *
     * @param max bound in bytes; a longer text is cut before the character that would cross it
     */
    public static String decode(byte[] bytes, int from, int to, int max) {
        int end = to;
        if (to - from > max) {
            end = from + max;
            while (end > from && end > from + max - 4 && (bytes[end] & 0xC0) == 0x80) {
                end--;
            }
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
