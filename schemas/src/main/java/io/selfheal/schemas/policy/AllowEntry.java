package io.selfheal.schemas.policy;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A network that is never blocked.
 *
 * @param network who
 * @param label why, for people
 * @param addedBy who said so
 * @param expires when it stops to hold; null for never
 */
public record AllowEntry(
        Cidr network,
        String label,
        String addedBy,
        @Nullable Instant expires) implements Policy {
    @Override
    public String name() {
        return "allow/" + network;
    }

    public boolean holdsAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
