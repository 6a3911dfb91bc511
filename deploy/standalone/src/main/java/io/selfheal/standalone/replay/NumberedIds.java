package io.selfheal.standalone.replay;

import io.selfheal.collector.parse.EventIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ids of the events of one file of a replay: {@code replay-<number of the file>-<offset>}. Written into bytes of its own
 * and copied once: a replay makes millions. For one thread.
 */
final class NumberedIds implements EventIdentity {
    private static final int DIGITS = 19;

    private final byte[] text;
    private final int prefix;

    NumberedIds(int number) {
        byte[] start = ("replay-" + number + "-").getBytes(StandardCharsets.ISO_8859_1);
        this.prefix = start.length;
        this.text = Arrays.copyOf(start, prefix + DIGITS);
    }

    @Override
    public String idAt(long offset) {
        int digits = 1;
        for (long rest = offset / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = offset;
        for (int i = prefix + digits - 1; i >= prefix; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(text, 0, prefix + digits, StandardCharsets.ISO_8859_1);
    }
}
