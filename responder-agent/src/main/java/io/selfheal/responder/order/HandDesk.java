package io.selfheal.responder.order;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.responder.state.OrderBook.Entry;
import io.selfheal.responder.state.OrderBook.Stage;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.outcome.Mode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What root does of an order that the responder passes on: judges it by this node's own word as if nobody had before,
 * and has it done at most once. Whether somebody approved it, where the mode is {@code ask}, is the responder's word.
 */
public final class HandDesk {
    private static final Log LOG = Log.of(HandDesk.class);

    private final String host;
    private final OrderPolicy policy;
    private final OrderBook book;
    private final Admission admission;
    private final Map<OrderKind, Performer> performers;
    private final InstantSource clock;

    /** @param performers what only root can do; of everything else nothing is done */
    public HandDesk(
            String host,
            OrderPolicy policy,
            OrderBook book,
            Map<OrderKind, Performer> performers,
            InstantSource clock) {
        this.host = host;
        this.policy = policy;
        this.book = book;
        this.admission = new Admission(policy, book);
        this.performers = Map.copyOf(performers);
        this.clock = clock;
    }

    /** @param key the name of the key that signed it, as this node's configuration has it */
    public Result take(NodeOrder order, String key) {
        Result result = judged(order, key);
        LOG.info("order", "id", order.id(), "by", order.by(), "act", order.act(), "result", result);
        return result;
    }

    private Result judged(NodeOrder order, String key) {
        Instant now = clock.instant();
        OrderKind kind = OrderKind.of(order.act().kind()).orElseThrow();
        Performer performer = performers.get(kind);
        if (performer == null) {
            return Result.refused("root's hand does not do this");
        }
        Optional<String> objection = objection(order, kind, key, now).or(() -> performer.objection(order.act()));
        if (objection.isPresent()) {
            return Result.refused(objection.get());
        }
        boolean counts = !Admission.callsOff(order.act());
        Entry entry = OrderDesk.entry(order, kind, "hand", now, counts, Stage.OPEN, Proof.NONE);
        if (!book.note(entry)) {
            return Result.failed("it cannot be noted on disk, and is therefore not carried out");
        }
        try {
            return performer.perform(new Task(order.id(), order.by(), order.act()));
        } catch (RuntimeException e) {
            LOG.error("an order failed", "id", order.id(), "cause", e);
            return Result.failed("it failed: " + e);
        } finally {
            book.note(entry.at(Stage.CLOSED));
        }
    }

    private Optional<String> objection(NodeOrder order, OrderKind kind, String key, Instant now) {
        if (!order.host().equals(host)) {
            return Optional.of("it is no order to this host");
        }
        if (book.find(order.id()).isPresent()) {
            return Optional.of("root's hand had it before");
        }
        Mode mode = policy.modes().apply(kind);
        return mode == Mode.ASK || mode == Mode.ACT
                ? admission.objection(order, kind, key, now)
                : Optional.of("this node does not do this (modes)");
    }
}
