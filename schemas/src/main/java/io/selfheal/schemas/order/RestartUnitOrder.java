package io.selfheal.schemas.order;

import java.time.Instant;

/** Asks one host's responder to restart a unit of its own list. */
public record RestartUnitOrder(
        String id, Instant issued, Instant expires, String by, String reason, String host, String unit)
        implements Order {
    @Override
    public String key() {
        return host;
    }
}
