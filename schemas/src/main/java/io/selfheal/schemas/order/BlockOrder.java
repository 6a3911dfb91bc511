package io.selfheal.schemas.order;

import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;

/** Asks the analyzer to block the target for {@code length}. */
public record BlockOrder(
        String id, Instant issued, Instant expires, String by, String reason, Cidr target, Scope scope, Duration length)
        implements Order {
    @Override
    public String key() {
        return target.toString();
    }
}
