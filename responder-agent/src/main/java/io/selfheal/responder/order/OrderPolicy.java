package io.selfheal.responder.order;

import io.selfheal.responder.config.OrderKind;
import io.selfheal.schemas.outcome.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * This node's own word on orders; nothing that arrives can change it.
 *
 * @param rights of each key, by its name
 * @param modes how far the node goes with each kind
 * @param perHour how many of each kind within an hour
 * @param longestValidity of one order
 */
public record OrderPolicy(
        Map<String, Rights> rights,
        Function<OrderKind, Mode> modes,
        ToIntFunction<OrderKind> perHour,
        Duration longestValidity) {
    /** The name under which records without a signature are known. */
    public static final String UNSIGNED = "unsigned";

    public OrderPolicy {
        rights = Map.copyOf(rights);
    }

    Rights rightsOf(String key) {
        return rights.getOrDefault(key, new Rights(Set.of(), Set.of()));
    }
}
