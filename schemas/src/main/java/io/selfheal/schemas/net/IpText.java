package io.selfheal.schemas.net;

import io.selfheal.schemas.text.Excerpt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text forms of addresses. ASCII digits only: {@code Character.isDigit} would accept Arabic ones. */
final class IpText {
    private static final int LONGEST_IPV4 = 15;

    private IpText() {}

    static @Nullable IpAddress parse(CharSequence text) {
        int length = text.length();
        if (length < 2 || length > IpAddress.MAX_TEXT) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) == ':') {
                return parseIpv6(text, length);
            }
        }
        long bits = parseIpv4(text, 0, length);
        return bits < 0 ? null : IpAddress.ofIpv4((int) bits);
    }

    /** The 32 bits, or -1. */
    private static long parseIpv4(CharSequence text, int from, int to) {
        long bits = 0;
        int parts = 0;
        int i = from;
        while (parts < 4) {
            int start = i;
            int value = 0;
            while (i < to && i - start < 3 && isDigit(text.charAt(i))) {
                value = value * 10 + (text.charAt(i) - '0');
                i++;
            }
            boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
            if (i == start || value > 255 || leadingZero) {
                return -1;
            }
            bits = (bits << 8) | value;
            parts++;
            if (parts < 4 && (i >= to || text.charAt(i++) != '.')) {
                return -1;
            }
        }
        return i == to ? bits : -1;
    }

    /** Eight groups, at most one {@code ::}, an IPv4 tail allowed in the place of the last two groups. */
    private static @Nullable IpAddress parseIpv6(CharSequence text, int length) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = 0;
        if (text.charAt(0) == ':') {
            if (text.charAt(1) != ':') {
                return null;
            }
            gap = 0;
            i = 2;
        }
        while (i < length) {
            int end = endOfGroup(text, i, length);
            if (end < length && text.charAt(end) == '.') {
                return withIpv4Tail(text, i, length, groups, count, gap);
            }
            int value = hex(text, i, end);
            if (value < 0 || count == 8) {
                return null;
            }
            groups[count++] = value;
            i = end;
            if (i == length) {
                break;
            }
            i++;
            if (i == length) {
                return null;
            }
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                i++;
            }
        }
        return assemble(groups, count, gap);
    }

    private static @Nullable IpAddress withIpv4Tail(
            CharSequence text, int from, int length, int[] groups, int count, int gap) {
        long bits = parseIpv4(text, from, length);
        if (bits < 0 || count > 6) {
            return null;
        }
        groups[count] = (int) (bits >>> 16);
        groups[count + 1] = (int) (bits & 0xFFFF);
        return assemble(groups, count + 2, gap);
    }

    private static int endOfGroup(CharSequence text, int from, int length) {
        int i = from;
        while (i < length && text.charAt(i) != ':' && text.charAt(i) != '.') {
            i++;
        }
        return i;
    }

    /** The value of one to four hexadecimal digits, or -1. */
    private static int hex(CharSequence text, int from, int to) {
        if (to == from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = isDigit(c)
                    ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static @Nullable IpAddress assemble(int[] groups, int count, int gap) {
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        int[] full = groups;
        if (gap >= 0) {
            full = new int[8];
            System.arraycopy(groups, 0, full, 0, gap);
            System.arraycopy(groups, gap, full, 8 - (count - gap), count - gap);
        }
        return new IpAddress(word(full, 0), word(full, 4));
    }

    private static long word(int[] groups, int from) {
        return ((long) groups[from] << 48)
                | ((long) groups[from + 1] << 32)
                | ((long) groups[from + 2] << 16)
                | groups[from + 3];
    }

    static String print(IpAddress address) {
        if (address.isIpv4()) {
            return printIpv4(address.ipv4Bits());
        }
        StringBuilder text = new StringBuilder(IpAddress.MAX_TEXT);
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            long word = i < 4 ? address.high() : address.low();
            groups[i] = (int) (word >>> (48 - 16 * (i & 3))) & 0xFFFF;
        }
        int[] run = longestZeroRun(groups);
        for (int i = 0; i < 8; i++) {
            if (i == run[0]) {
                text.append("::");
                i += run[1] - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** Each event's key is such a text: no builder. */
    private static String printIpv4(int bits) {
        byte[] text = new byte[LONGEST_IPV4];
        int at = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            int part = (bits >>> shift) & 255;
            if (part > 99) {
                text[at++] = (byte) ('0' + part / 100);
            }
            if (part > 9) {
                text[at++] = (byte) ('0' + part / 10 % 10);
            }
            text[at++] = (byte) ('0' + part % 10);
            if (shift > 0) {
                text[at++] = '.';
            }
        }
        return new String(text, 0, at, StandardCharsets.ISO_8859_1);
    }

    /** Start and length of the first longest run of two or more zero groups; start -1 if there is none. */
    private static int[] longestZeroRun(int[] groups) {
        int[] best = {-1, 1};
        int start = -1;
        for (int i = 0; i < 8; i++) {
            start = groups[i] != 0 ? -1 : start < 0 ? i : start;
            if (start >= 0 && i - start + 1 > best[1]) {
                best = new int[] {start, i - start + 1};
            }
        }
        return best;
    }

    static String excerpt(String text) {
        return Excerpt.of(text, 60);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
