package io.selfheal.schemas.policy;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A network that is known to be bad (DET-27): whoever of it shows up in a log line is blocked, unless he is allowed.
 *
 * @param network who
 * @param label who says so, for people; bounded
 * @param addedBy who entered it
 * @param expires when it stops to hold; null for never
 */
public record DenyEntry(
        Cidr network,
        String label,
        String addedBy,
        @Nullable Instant expires) implements Policy {
    private static final int MAX_LABEL = 200;

    public DenyEntry {
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
