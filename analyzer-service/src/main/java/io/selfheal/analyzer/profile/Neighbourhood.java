package io.selfheal.analyzer.profile;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The networks that an address is judged with. Its own: the /24, or the /64 that an IPv6 host usually has for itself (RFC
 * 4291 section 2.5.4, RFC 7934). And the range around that: the /20, or the /48 that one customer may have (RFC 6177),
 * who takes a new /64 for each try.
 */
public final class Neighbourhood {
    public static final int IPV4_PREFIX = 24;
    public static final int IPV6_PREFIX = 64;
    private static final int IPV4_RANGE = 20;
    private static final int IPV6_RANGE = 48;

    /** Networks whose members have nothing to do with each other, or are our own: never judged as one, never blocked. */
    private static final CidrSet OWN = CidrSet.of(Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "224.0.0.0/3",
                    "::/64",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "fc00::/7",
                    "fe80::/10",
                    "ff00::/8")
            .map(Cidr::parse)
            .toList());

    private Neighbourhood() {}

    /** The network around the address; null where networks are not judged: private, shared and special ranges. */
    public static @Nullable Cidr of(IpAddress address) {
        return OWN.contains(address) ? null : Cidr.around(address, address.isIpv4() ? IPV4_PREFIX : IPV6_PREFIX);
    }

    /** The range around the address; null where networks are not judged. */
    public static @Nullable Cidr rangeOf(IpAddress address) {
        return OWN.contains(address) ? null : Cidr.around(address, address.isIpv4() ? IPV4_RANGE : IPV6_RANGE);
    }

    /** A hash of whoever holds the address: of itself, or of the /64 in which an IPv6 host has as many as it likes. */
    public static int holderOf(IpAddress address) {
        return address.isIpv4() ? address.hashCode() : Hashes.mix(Long.hashCode(address.high()));
    }

    /** Whether a network, as {@link #of} and {@link #rangeOf} write them, is a range. */
    public static boolean isRange(String network) {
        return network.endsWith("/" + IPV4_RANGE) || network.endsWith("/" + IPV6_RANGE);
    }

    /** Whether the network touches a private, shared or special range. */
    public static boolean isOwn(Cidr network) {
        return OWN.overlaps(network);
    }
}
