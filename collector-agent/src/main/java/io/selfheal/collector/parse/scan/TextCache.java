package io.selfheal.collector.parse.scan;

import io.selfheal.schemas.codec.TextTable;
import java.nio.charset.StandardCharsets;

/**
 * Texts that come again and again (hosts, programs, users, methods), kept so that they are not made anew for each
 * line. Bounded: {@value #SLOTS} slots, a newcomer replaces the one in its slot.
 */
public final class TextCache {
    private static final int SLOTS = 512;
    private static final int LONGEST = 40;

    private final TextTable texts = new TextTable(SLOTS);

    /** The text of these bytes, see {@link #decode}. */
    public String get(byte[] bytes, int from, int to, int max) {
        int length = to - from;
        return length > LONGEST || length > max ? decode(bytes, from, to, max) : texts.text(bytes, from, to);
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
