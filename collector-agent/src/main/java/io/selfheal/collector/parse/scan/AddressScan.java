package io.selfheal.collector.parse.scan;

import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses straight from bytes. IPv4 needs no text; IPv6 goes through {@link IpAddress#tryParse}. */
public final class AddressScan {
    private static final int LONGEST_ZONE = 16;

    private AddressScan() {}

    /**
     * The address that fills the range; a zone ({@code %eth0}) is dropped. Null when it is none, for example a name.
     * Exactly as strict as {@link IpAddress}.
     */
    public static @Nullable IpAddress read(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 2 || length > IpAddress.MAX_TEXT + 17) {
            return null;
        }
        long bits = ipv4(bytes, from, to);
        return bits >= 0 ? IpAddress.ofIpv4((int) bits) : ipv6(bytes, from, to);
    }

    private static long ipv4(byte[] bytes, int from, int to) {
        if (to - from > 15) {
            return -1;
        }
        long bits = 0;
        int dots = 0;
        int value = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            int c = bytes[i];
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return -1;
                }
                bits = (bits << 8) | value;
                value = 0;
                digits = 0;
            } else {
                int digit = c - '0';
                if (digit < 0 || digit > 9 || (digits > 0 && value == 0)) {
                    return -1;
                }
                value = value * 10 + digit;
                if (++digits > 3 || value > 255) {
                    return -1;
                }
            }
        }
        return dots == 3 && digits > 0 ? (bits << 8) | value : -1;
    }

    private static @Nullable IpAddress ipv6(byte[] bytes, int from, int to) {
        int zone = ByteScan.indexOf(bytes, from, to, '%');
        if (zone >= 0 && !isZone(bytes, zone + 1, to)) {
            return null;
        }
        int end = zone < 0 ? to : zone;
        int colon = ByteScan.indexOf(bytes, from, end, ':');
        return colon < 0 ? null : IpAddress.tryParse(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    }

    /** An interface's name, as {@code %{ADDR}} of the rules has it. */
    private static boolean isZone(byte[] bytes, int from, int to) {
        if (from >= to || to - from > LONGEST_ZONE) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int c = bytes[i];
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
