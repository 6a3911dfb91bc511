package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Remembers which orders were carried out or refused, so that each is taken at most once, also after a restart. */
public final class OrderBook {
    private static final Log LOG = Log.of(OrderBook.class);

    /** Longer than the topic keeps orders. */
    private static final Duration REMEMBER = Duration.ofDays(8);

    private final NodeStore store;
    private final InstantSource clock;
    private final Map<String, Instant> done;

    public OrderBook(NodeStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.done = new HashMap<>(store.loadOrders());
    }

    /**
     * Notes the order, on disk before anything is done about it.
     *
     * @return whether it is new; an order that cannot be noted is not carried out
     */
    public synchronized boolean take(String id) {
        Instant now = clock.instant();
        done.values().removeIf(until -> !until.isAfter(now));
        if (done.containsKey(id)) {
            return false;
        }
        done.put(id, now.plus(REMEMBER));
        try {
            store.saveOrders(done);
            return true;
        } catch (IOException e) {
            LOG.error("an order cannot be noted, and is therefore not carried out", "id", id, "cause", e);
            done.remove(id);
            return false;
        }
    }
}
