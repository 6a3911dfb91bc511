package io.selfheal.responder.guard;

/**
 * How far anybody may go on this node.
 *
 * @param widestIpv4 shortest IPv4 prefix that may be blocked
 * @param widestIpv6 shortest IPv6 prefix that may be blocked
 * @param maxEntries most entries that may ever be blocked at once
 * @param blockPrivate whether private addresses (RFC 1918, RFC 4193, RFC 6598) may be blocked
 */
public record GuardLimits(int widestIpv4, int widestIpv6, int maxEntries, boolean blockPrivate) {
    public static final GuardLimits DEFAULT = new GuardLimits(24, 64, 200_000, false);
}
