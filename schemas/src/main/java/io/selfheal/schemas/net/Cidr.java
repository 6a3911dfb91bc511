package io.selfheal.schemas.net;

import org.jspecify.annotations.Nullable;

/**
 * A network: an address whose host bits are zero, and a prefix length in bits of its own family (0 to 32 for IPv4,
 * 0 to 128 for IPv6). A single address is a network of full length and prints without the slash.
 *
 * @param address the first address of the network
 * @param prefix the length in bits
 */
public record Cidr(IpAddress address, int prefix) implements Comparable<Cidr> {
    /**
     * @throws IllegalArgumentException if the prefix does not fit the family, or host bits are set
     */
    public Cidr {
        int max = address.isIpv4() ? 32 : 128;
        if (prefix < 0 || prefix > max) {
            throw new IllegalArgumentException("prefix /" + prefix + " is out of range; allowed: 0 to " + max);
        }
        IpAddress first = mask(address, prefix);
        if (!first.equals(address)) {
            throw new IllegalArgumentException(
                    "'" + address + "/" + prefix + "' has host bits set; allowed: '" + first + "/" + prefix + "'");
        }
    }

    /** The network of this one address. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.isIpv4() ? 32 : 128);
    }

    /** The network of the given length around the address; host bits are cleared. */
    public static Cidr around(IpAddress address, int prefix) {
        int max = address.isIpv4() ? 32 : 128;
        return new Cidr(mask(address, Math.clamp(prefix, 0, max)), Math.clamp(prefix, 0, max));
    }

    /**
     * Parses {@code address} or {@code address/prefix}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (!digits.matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("'" + IpText.excerpt(text)
                    + "' has no valid prefix length; allowed: 0 to " + (address.isIpv4() ? 32 : 128));
        }
        boolean mapped = address.isIpv4() && text.lastIndexOf(':', slash) >= 0;
        int prefix = Integer.parseInt(digits) - (mapped ? 96 : 0);
        return new Cidr(address, prefix);
    }

    /** Parses as {@link #parse}; null instead of an exception. */
    public static @Nullable Cidr tryParse(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public boolean isSingleAddress() {
        return prefix == (address.isIpv4() ? 32 : 128);
    }

    public boolean isIpv4() {
        return address.isIpv4();
    }

    /** Whether the address lies inside. An IPv4 address lies in no IPv6 network, not even in {@code ::/0}. */
    public boolean contains(IpAddress other) {
        if (other.isIpv4() != address.isIpv4()) {
            return false;
        }
        int bits = bits();
        return ((other.high() ^ address.high()) & highMask(bits)) == 0
                && ((other.low() ^ address.low()) & lowMask(bits)) == 0;
    }

    public boolean contains(Cidr other) {
        return other.prefix >= prefix && contains(other.address);
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    @Override
    public int compareTo(Cidr other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return isSingleAddress() ? address.toString() : address + "/" + prefix;
    }

    private int bits() {
        return address.isIpv4() ? prefix + 96 : prefix;
    }

    private static IpAddress mask(IpAddress address, int prefix) {
        int bits = address.isIpv4() ? prefix + 96 : prefix;
        return new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits >= 128 ? -1L : bits <= 64 ? 0 : -1L << (128 - bits);
    }
}
