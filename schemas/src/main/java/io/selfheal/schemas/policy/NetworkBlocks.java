package io.selfheal.schemas.policy;

import java.time.Duration;

/**
 * When a whole network is blocked, and how wide one may be at most.
 *
 * @param enabled whether networks are blocked at all; their members still are
 * @param membersIpv4 bad members of a /24 from which it is blocked
 * @param membersIpv6 bad addresses of a /64 from which it is blocked: one host has a whole /64
 * @param window within which they must be bad
 * @param widestIpv4 shortest prefix that is ever blocked automatically
 * @param widestIpv6 the same for IPv6
 */
public record NetworkBlocks(
        boolean enabled, int membersIpv4, int membersIpv6, Duration window, int widestIpv4, int widestIpv6) {
    public static final NetworkBlocks DEFAULT = new NetworkBlocks(true, 5, 3, Duration.ofHours(24), 24, 64);

    public NetworkBlocks {
        if (membersIpv4 < 2 || membersIpv4 > 256 || membersIpv6 < 2 || membersIpv6 > 256) {
            throw new IllegalArgumentException(
                    "network members " + membersIpv4 + " or " + membersIpv6 + " is out of range; allowed: 2 to 256");
        }
        if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "network window " + window + " is out of range; allowed: one minute to seven days");
        }
        if (widestIpv4 < 16 || widestIpv4 > 32 || widestIpv6 < 32 || widestIpv6 > 128) {
            throw new IllegalArgumentException("widest network /" + widestIpv4 + " or /" + widestIpv6
                    + " is out of range; allowed: /16 to /32, and /32 to /128 for IPv6");
        }
    }

    /** Bad members from which a network of this version is blocked. */
    public int members(boolean ipv4) {
        return ipv4 ? membersIpv4 : membersIpv6;
    }
}
