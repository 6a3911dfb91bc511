package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One String for texts that come again and again (hosts, parsers, files), so that a million events hold a thousand of
 * them. A fixed table: another text of the same slot takes its place, so hostile texts can cost its benefit and
 * nothing else. Safe for many threads; a lost race makes one more String.
 */
final class TextCache {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 64;

    private final AtomicReferenceArray<@Nullable String> slots = new AtomicReferenceArray<>(SLOTS);

    /** The text of these ASCII bytes. */
    String text(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(bytes, from, length, ISO_8859_1);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String known = slots.getPlain(slot);
        if (known != null && isText(known, bytes, from, length)) {
            return known;
        }
        String text = new String(bytes, from, length, ISO_8859_1);
        slots.setPlain(slot, text);
        return text;
    }

    private static boolean isText(String known, byte[] bytes, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
