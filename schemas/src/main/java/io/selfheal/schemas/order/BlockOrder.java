package io.selfheal.schemas.order;

import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;

/** Asks the analyzer to block the target for {@code length}. */
public record BlockOrder(
        String id, Instant issued, Instant expires, String by, String reason, Cidr target, Scope scope, Duration length)
        implements Order {
    /** Bound of {@code length}: ten years. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    public BlockOrder {
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "length " + length + " is out of range; allowed: one second to " + LONGEST);
        }
    }

    @Override
    public String key() {
        return target.toString();
    }
}
