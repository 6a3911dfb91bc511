package io.selfheal.collector.parse.frame;

import java.nio.charset.StandardCharsets;
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

    /** The text with each {@code \xhh} as what JSON knows and other bytes replaced; null: it has neither. */
    static @Nullable String mended(byte[] bytes, int from, int to) {
        return mayHold(bytes, from, to) ? rewritten(bytes, from, to) : null;
    }

    /** A cheap look first: most of what is no JSON has neither. */
    private static boolean mayHold(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || (bytes[i] == '\\' && i + 1 < to && bytes[i + 1] == 'x')) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String rewritten(byte[] bytes, int from, int to) {
        // An escape of four bytes becomes one of six at most.
        byte[] out = new byte[(to - from) / ESCAPE * LONGEST + ESCAPE];
        int length = 0;
        boolean changed = false;
        int i = from;
        while (i < to) {
            int value = bytes[i] == '\\' ? escaped(bytes, i, to) : -1;
            changed |= bytes[i] < 0 || value >= 0;
            if (value >= 0x80) {
                out[length++] = (byte) value;
                i += ESCAPE;
            } else if (value >= 0) {
                // Not the byte itself, which may be a quote.
                System.arraycopy(UNICODE, 0, out, length, UNICODE.length);
                out[length + 4] = (byte) Character.forDigit(value >> 4, 16);
                out[length + 5] = (byte) Character.forDigit(value & 0xF, 16);
                length += LONGEST;
                i += ESCAPE;
            } else if (bytes[i] == '\\' && i + 1 < to) {
                out[length++] = bytes[i++];
                out[length++] = bytes[i++];
            } else {
                out[length++] = bytes[i++];
            }
        }
        return changed ? new String(out, 0, length, StandardCharsets.UTF_8) : null;
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
