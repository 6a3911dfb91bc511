package io.selfheal.collector.parse.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON as web servers write it into their logs: nginx passes bytes that are no UTF-8 on as they came, and Apache and
 * nginx' default escaping write {@code \xhh}, which JSON does not know.
 */
final class LooseJson {
    private static final int ESCAPE = 4;
    private static final byte[] UNICODE = "\\u00".getBytes(StandardCharsets.US_ASCII);

    private LooseJson() {}

    /** The text with each {@code \xhh} as what JSON knows and other bytes replaced; null: it has neither. */
    static @Nullable String mended(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        boolean changed = false;
        int i = from;
        while (i < to) {
            int value = bytes[i] == '\\' ? escaped(bytes, i, to) : -1;
            changed |= bytes[i] < 0 || value >= 0;
            if (value >= 0x80) {
                out.write(value);
                i += ESCAPE;
            } else if (value >= 0) {
                // Not the byte itself, which may be a quote.
                out.writeBytes(UNICODE);
                out.write(Character.forDigit(value >> 4, 16));
                out.write(Character.forDigit(value & 0xF, 16));
                i += ESCAPE;
            } else if (bytes[i] == '\\' && i + 1 < to) {
                out.write(bytes, i, 2);
                i += 2;
            } else {
                out.write(bytes[i]);
                i++;
            }
        }
        return changed ? out.toString(StandardCharsets.UTF_8) : null;
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
