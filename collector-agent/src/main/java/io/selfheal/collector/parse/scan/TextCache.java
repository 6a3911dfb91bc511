package io.selfheal.collector.parse.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again (hosts, programs, users, methods), kept so that they are not made anew for each
 * line. Bounded: {@value #SLOTS} slots, a newcomer replaces the one in its slot. Not thread-safe.
 */
public final class TextCache {
    private static final int SLOTS = 512;
    private static final int LONGEST = 40;
    /** A text of so many bytes is known by its first and its last word. */
    private static final int SHORT = 16;

    /** A text; the words hold its first and last eight bytes, which are all of them up to {@value #SHORT}. */
    private static final class Entry {
        private final long first;
        private final long last;
        private final byte[] bytes;
        private final String text;

        Entry(long first, long last, byte[] bytes, String text) {
            this.first = first;
            this.last = last;
            this.bytes = bytes;
            this.text = text;
        }

        boolean is(long otherFirst, long otherLast, byte[] from, int at, int length) {
            return first == otherFirst
                    && last == otherLast
                    && bytes.length == length
                    && (length <= SHORT || Arrays.equals(bytes, 0, length, from, at, at + length));
        }
    }

    private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

    /** The text of these bytes, see {@link #decode}. */
    public String get(byte[] bytes, int from, int to, int max) {
        int length = to - from;
        if (length > LONGEST || length > max || length == 0) {
            return decode(bytes, from, to, max);
        }
        long first = ByteScan.word(bytes, from, to);
        long last = length <= Long.BYTES ? first : ByteScan.word(bytes, to - Long.BYTES, to);
        long mixed = (first * 0x9E37_79B9_7F4A_7C15L) ^ (last * 0xC2B2_AE3D_27D4_EB4FL) ^ length;
        int slot = (int) (mixed ^ (mixed >>> 29) ^ (mixed >>> 47)) & (SLOTS - 1);
        Entry known = entries[slot];
        if (known != null && known.is(first, last, bytes, from, length)) {
            return known.text;
        }
        Entry entry = new Entry(first, last, Arrays.copyOfRange(bytes, from, to), decode(bytes, from, to, max));
        entries[slot] = entry;
        return entry.text;
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
