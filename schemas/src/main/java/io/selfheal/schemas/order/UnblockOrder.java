package io.selfheal.schemas.order;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;

/** Asks the analyzer to lift the block of the target. */
public record UnblockOrder(String id, Instant issued, Instant expires, String by, String reason, Cidr target)
        implements Order {
    @Override
    public String key() {
        return target.toString();
    }
}
