package io.selfheal.schemas.policy;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A network that is known to be bad (DET-27): whoever of it shows up in a log line is blocked, unless he is allowed.
 *
 * @param network who; not wider than /{@value #WIDEST_IPV4}, or /{@value #WIDEST_IPV6} of IPv6: a slip in a feed must not
 *     lock everybody out
 * @param label who says so, for people; bounded
 * @param addedBy who entered it
 * @param expires when it stops to hold; null for never
 */
public record DenyEntry(
        Cidr network,
        String label,
        String addedBy,
        @Nullable Instant expires) implements Policy {
    /** The widest network that lists of hijacked ones name. */
    public static final int WIDEST_IPV4 = 8;

    public static final int WIDEST_IPV6 = 16;
    private static final int MAX_LABEL = 200;

    public DenyEntry {
        int widest = network.isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6;
        if (network.prefix() < widest) {
            throw new IllegalArgumentException(
                    "the denied network " + network + " is too wide; allowed: /" + widest + " and narrower");
        }
        if (label.length() > MAX_LABEL) {
            throw new IllegalArgumentException("a label of " + label.length() + " characters; allowed: " + MAX_LABEL);
        }
    }

    @Override
    public String name() {
        return "deny/" + network;
    }

    public boolean holdsAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
