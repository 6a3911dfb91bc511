package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One String for texts that come again and again (hosts, parsers, files), so that a million events hold a thousand of
 * them. A fixed table: another text of the same slot takes its place, so hostile texts can cost its benefit and
 * nothing else. Safe for many threads; a lost race makes one more String.
 */
public final class TextTable {
    private static final int LONGEST = 64;
    private static final int SHORT = 16;

    /** A text; the words hold its first and last eight bytes, which are all of them up to 16. */
    private static final class Entry {
        private final long first;
        private final long last;
        private final byte[] bytes;
        private final String text;

        Entry(long first, long last, byte[] bytes) {
            this.first = first;
            this.last = last;
            this.bytes = bytes;
            this.text = new String(bytes, UTF_8);
        }

        boolean is(long otherFirst, long otherLast, byte[] from, int at, int length) {
            return first == otherFirst
                    && last == otherLast
                    && bytes.length == length
                    && (length <= SHORT || Arrays.equals(bytes, 0, length, from, at, at + length));
        }
    }

    private final AtomicReferenceArray<@Nullable Entry> slots;

    /** @param slots how many texts it holds at most, a power of two */
    public TextTable(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots: '" + slots + "' is not allowed; allowed: a power of two");
        }
        this.slots = new AtomicReferenceArray<>(slots);
    }

    /** The text of these bytes, UTF-8; what is none becomes U+FFFD. */
    public String text(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST || length == 0) {
            return length == 0 ? "" : new String(bytes, from, length, UTF_8);
        }
        long first = firstWord(bytes, from, length);
        long last = length <= 8 ? first : (long) Piece.LONGS.get(bytes, to - 8);
        long mixed = (first * 0x9E3779B97F4A7C15L) ^ (last * 0xC2B2AE3D27D4EB4FL) ^ length;
        int slot = (int) (mixed ^ (mixed >>> 29) ^ (mixed >>> 47)) & (slots.length() - 1);
        Entry known = slots.getPlain(slot);
        if (known != null && known.is(first, last, bytes, from, length)) {
            return known.text;
        }
        Entry entry = new Entry(first, last, Arrays.copyOfRange(bytes, from, to));
        slots.setPlain(slot, entry);
        return entry.text;
    }

    private static long firstWord(byte[] bytes, int from, int length) {
        if (bytes.length - from >= 8) {
            long word = (long) Piece.LONGS.get(bytes, from);
            return length >= 8 ? word : word & (-1L >>> (8 * (8 - length)));
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << (8 * i);
        }
        return word;
    }
}
