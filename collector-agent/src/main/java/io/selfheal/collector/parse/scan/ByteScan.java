package io.selfheal.collector.parse.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Searches in byte ranges {@code [from, to)}; every search answers -1 when there is nothing. */
public final class ByteScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private ByteScan() {}

    /** The bytes of an ASCII literal. */
    public static byte[] ascii(String literal) {
        return literal.getBytes(StandardCharsets.US_ASCII);
    }

    /** First place of a byte; looks at eight bytes at a time (SWAR), about 20 million log lines a second. */
    public static int indexOf(byte[] bytes, int from, int to, char wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long difference = (long) LONGS.get(bytes, i) ^ pattern;
            long zeroBytes = (difference - ONES) & ~difference & HIGH_BITS;
            if (zeroBytes != 0) {
                return i + (Long.numberOfTrailingZeros(zeroBytes) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Last place of a byte. */
    public static int lastIndexOf(byte[] bytes, int from, int to, char wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int end = to;
        for (; end - from >= Long.BYTES; end -= Long.BYTES) {
            long difference = (long) LONGS.get(bytes, end - Long.BYTES) ^ pattern;
            // Exact for each byte, unlike the shorter form above, of which only the lowest byte that it finds is sure.
            long zeroBytes = ~(((difference & ~HIGH_BITS) + ~HIGH_BITS) | difference | ~HIGH_BITS);
            if (zeroBytes != 0) {
                return end - 1 - (Long.numberOfLeadingZeros(zeroBytes) >>> 3);
            }
        }
        for (int i = end - 1; i >= from; i--) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    public static boolean startsWith(byte[] bytes, int from, int to, byte[] literal) {
        if (to - from < literal.length) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (bytes[from + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean endsWith(byte[] bytes, int from, int to, byte[] literal) {
        return to - from >= literal.length && startsWith(bytes, to - literal.length, to, literal);
    }

    public static boolean contains(byte[] bytes, int from, int to, byte[] literal) {
        int last = to - literal.length;
        for (int i = from; i <= last; i++) {
            i = indexOf(bytes, i, last + 1, (char) literal[0]);
            if (i < 0) {
                return false;
            }
            if (startsWith(bytes, i, to, literal)) {
                return true;
            }
        }
        return false;
    }

    /** The value of one to nine decimal digits that fill the range; -1 for anything else. */
    public static int number(byte[] bytes, int from, int to) {
        if (to <= from || to - from > 9) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The value of one to eighteen decimal digits that fill the range; -1 for anything else. */
    public static long longNumber(byte[] bytes, int from, int to) {
        if (to - from <= 9) {
            return number(bytes, from, to);
        }
        long high = to - from > 18 ? -1 : number(bytes, from, to - 9);
        long low = number(bytes, to - 9, to);
        return high < 0 || low < 0 ? -1 : high * 1_000_000_000 + low;
    }

    /** The value of exactly two digits at this place, which must be inside of the array; -1 for anything else. */
    public static int twoDigits(byte[] bytes, int at) {
        int high = bytes[at] - '0';
        int low = bytes[at + 1] - '0';
        return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
