package io.selfheal.schemas.net;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address in canonical form: IPv4 is held as {@code ::ffff:a.b.c.d}, so {@code 203.0.113.7} and
 * {@code ::ffff:203.0.113.7} are the same value, and one attacker has one key whichever way a daemon printed him.
 *
 * <p>Parsing is strict and resolves no names: four decimal parts without leading zeros (RFC 6943 section 3.1.1), or
 * the text forms of RFC 4291 section 2.2; zone identifiers ({@code %eth0}) are refused. Printing follows RFC 5952.
 *
 * @param high the first 64 bits of the IPv6 form, network order
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long V4_MAPPED = 0xFFFFL << 32;

    /** Longest text of an address: eight groups of four with colons, or with an embedded IPv4 tail. */
    public static final int MAX_TEXT = 45;

    /** The IPv4 address with these 32 bits, network order. */
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, V4_MAPPED | (bits & 0xFFFF_FFFFL));
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if the text is no address; the message names the text and what is allowed
     */
    public static IpAddress parse(String text) {
        IpAddress address = tryParse(text);
        if (address == null) {
            throw new IllegalArgumentException(
                    "'" + IpText.excerpt(text)
                            + "' is no IP address; allowed: an IPv4 address like 203.0.113.7 or an IPv6 address like 2001:db8::7");
        }
        return address;
    }

    /** Parses an address; null if the text is none. Never throws. */
    public static @Nullable IpAddress tryParse(CharSequence text) {
        return IpText.parse(text);
    }

    public boolean isIpv4() {
        return high == 0 && (low >>> 32) == 0xFFFF;
    }

    /** The 32 bits of an IPv4 address, network order; meaningless for IPv6. */
    public int ipv4Bits() {
        return (int) low;
    }

    /** The 4 or 16 bytes of the address, network order. */
    public byte[] bytes() {
        int size = isIpv4() ? 4 : 16;
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            int fromEnd = size - 1 - i;
            long word = fromEnd < 8 ? low : high;
            bytes[i] = (byte) (word >>> (8 * (fromEnd & 7)));
        }
        return bytes;
    }

    /**
     * Whether the address is one of the public internet: neither private, loopback, link-local, shared (RFC 6598),
     * documentation, multicast nor otherwise reserved (IANA special-purpose registries, RFC 6890). Only such
     * addresses may be sent to third parties.
     */
    public boolean isGlobal() {
        return !SpecialNetworks.NOT_GLOBAL.contains(this);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Canonical text: dotted decimal for IPv4, RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return IpText.print(this);
    }

    /** Mixes both words, so that neighbouring addresses do not share a hash bucket. */
    @Override
    public int hashCode() {
        long mixed = (low * 0x9E3779B97F4A7C15L) ^ (high * 0xC2B2AE3D27D4EB4FL);
        return (int) (mixed ^ (mixed >>> 32));
    }

    /** As a record's own; written out, since addresses are compared for each event. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low;
    }
}
