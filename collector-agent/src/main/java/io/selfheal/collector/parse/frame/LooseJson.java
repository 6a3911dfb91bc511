package io.selfheal.collector.parse.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON as web servers write it into their logs: nginx passes bytes that are no UTF-8 on as they came, and Apache and
 * nginx' default escaping write {@code \xhh}, which JSON does not know.
 */
final class LooseJson {
    private static final int ESCAPE = 4;
    /** Bytes of a backslash, u and four digits. */
    private static final int LONGEST = 6;

    private static final byte[] UNICODE = "\\u00".getBytes(StandardCharsets.US_ASCII);

    private LooseJson() {}

    /** UTF-8 with each {@code \xhh} as what JSON knows and wrong bytes replaced; null: it has neither. */
    static byte @Nullable [] mended(byte[] bytes, int from, int to) {
        int first = plain(bytes, from, to);
        while (first < to && bytes[first] == '\\' && escaped(bytes, first, to) < 0) {
            first = plain(bytes, Math.min(to, first + 2), to);
        }
        return first == to ? null : rewritten(bytes, from, first, to);
    }

    /** The index of the next byte that is a backslash or not ASCII. */
    private static int plain(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= 0 && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private static byte[] rewritten(byte[] bytes, int from, int first, int to) {
        // An escape of four bytes becomes one of six at most.
        byte[] out = new byte[(to - from) / ESCAPE * LONGEST + LONGEST];
        boolean foreign = false;
        int length = 0;
        int copied = from;
        int i = first;
        while (i < to) {
            int value = bytes[i] == '\\' ? escaped(bytes, i, to) : -1;
            if (value >= 0) {
                System.arraycopy(bytes, copied, out, length, i - copied);
                length = written(value, out, length + i - copied);
                i += ESCAPE;
                copied = i;
            } else {
                foreign |= bytes[i] < 0;
                i = Math.min(to, bytes[i] == '\\' ? i + 2 : i + 1);
            }
            foreign |= value >= 0x80;
            i = plain(bytes, i, to);
        }
        System.arraycopy(bytes, copied, out, length, to - copied);
        length += to - copied;
        return foreign
                ? new String(out, 0, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOf(out, length);
    }

    /** @return the length then */
    private static int written(int value, byte[] out, int length) {
        if (value >= 0x80) {
            out[length] = (byte) value;
            return length + 1;
        }
        // Not the byte itself, which may be a quote.
        System.arraycopy(UNICODE, 0, out, length, UNICODE.length);
        out[length + 4] = (byte) Character.forDigit(value >> 4, 16);
        out[length + 5] = (byte) Character.forDigit(value & 0xF, 16);
        return length + LONGEST;
    }

    /** What {@code \xhh} at the index stands for; -1: there is none. */
    private static int escaped(byte[] bytes, int at, int to) {
        if (at + ESCAPE > to || bytes[at + 1] != 'x') {
            return -1;
        }
        int high = Character.digit(bytes[at + 2], 16);
        int low = Character.digit(bytes[at + 3], 16);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
