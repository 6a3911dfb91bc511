package io.selfheal.collector.parse.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8, by table 3-7 of the Unicode standard; ASCII, nearly all there is, eight bytes at a time. */
public final class Utf8Scan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8Scan() {}

    /** @param cut whether the end may lie within a character */
    public static boolean isUtf8(byte[] bytes, int from, int to, boolean cut) {
        int i = from;
        while (i < to) {
            if (i <= to - Long.BYTES && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += Long.BYTES;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = length(bytes, i, to);
                if (length == 0) {
                    return false;
                }
                if (length > to - i) {
                    return cut;
                }
                i += length;
            }
        }
        return true;
    }

    /** Of the character that begins here, as far as it is there; 0 if none does. */
    private static int length(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        for (int i = at + 1; i < Math.min(at + length, to); i++) {
            int next = bytes[i] & 0xFF;
            boolean second = i == at + 1;
            // No longer form than needed, no surrogate, nothing beyond U+10FFFF.
            int least = second && first == 0xE0 ? 0xA0 : second && first == 0xF0 ? 0x90 : 0x80;
            int most = second && first == 0xED ? 0x9F : second && first == 0xF4 ? 0x8F : 0xBF;
            if (next < least || next > most) {
                return 0;
            }
        }
        return length;
    }
}
