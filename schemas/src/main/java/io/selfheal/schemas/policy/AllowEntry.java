package io.selfheal.schemas.policy;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A network that is never blocked.
 *
 * @param network who; not wider than /{@value #WIDEST_IPV4}, or /{@value #WIDEST_IPV6} of IPv6, as the widest private
 *     ones are: with a slip, or an entry that somebody slipped in, nobody at all would be blocked
 * @param label why, for people
 * @param addedBy who said so
 * @param expires when it stops to hold; null for never
 */
public record AllowEntry(
        Cidr network,
        String label,
        String addedBy,
        @Nullable Instant expires) implements Policy {
    /** What the name of each begins with. */
    public static final String PREFIX = "allow/";

    /** 10.0.0.0/8 (RFC 1918). */
    public static final int WIDEST_IPV4 = 8;

    /** fc00::/7 (RFC 4193). */
    public static final int WIDEST_IPV6 = 7;

    public AllowEntry {
        if (isTooWide(network)) {
            throw new IllegalArgumentException("the allowed network " + network + " is too wide; allowed: /"
                    + (network.isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6) + " and narrower");
        }
    }

    /** Whether an entry would be refused for it. */
    public static boolean isTooWide(Cidr network) {
        return network.prefix() < (network.isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6);
    }

    @Override
    public String name() {
        return PREFIX + network;
    }

    public boolean holdsAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
