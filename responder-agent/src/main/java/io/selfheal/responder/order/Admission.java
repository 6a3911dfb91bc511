package io.selfheal.responder.order;

import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a believed order may be carried out here, by its time, its author, what came before it, and the bounds. */
final class Admission {
    /** How far the clocks of two hosts may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final Duration HOUR = Duration.ofHours(1);

    private final OrderPolicy policy;
    private final OrderBook book;

    Admission(OrderPolicy policy, OrderBook book) {
        this.policy = policy;
        this.book = book;
    }

    /** Why it is refused; empty if it is not. */
    Optional<String> objection(NodeOrder order, OrderKind kind, String key, Instant now) {
        return untimely(order, now)
                .or(() -> policy.rightsOf(key).objection(kind, order.act(), key))
                .or(() -> overtaken(order))
                .or(() -> tooMany(kind, order.act(), now));
    }

    private Optional<String> untimely(NodeOrder order, Instant now) {
        Instant issued = order.issued();
        if (issued.isAfter(now.plus(SKEW))) {
            return Optional.of("it was issued at " + issued + ", but here it is " + now + ": the clocks differ");
        }
        if (!now.isBefore(order.expires())) {
            return Optional.of("it expired at " + order.expires() + "; here it is " + now);
        }
        if (Duration.between(issued, order.expires()).compareTo(policy.longestValidity()) > 0) {
            return Optional.of(
                    "it is valid for longer than " + policy.longestValidity() + " (orders.longest-validity)");
        }
        return issued.isBefore(book.since())
                ? Optional.of("it was issued before this node began to remember orders, at " + book.since())
                : Optional.empty();
    }

    /** What a broker held back must not undo what was ordered later. */
    private Optional<String> overtaken(NodeOrder order) {
        return book.newest(order.act().matter())
                .filter(newest -> newest.isAfter(order.issued()))
                .map(newest -> "a newer order about the same was taken before, issued at " + newest);
    }

    /** Calling something off is never one too many. */
    private Optional<String> tooMany(OrderKind kind, NodeAct act, Instant now) {
        int cap = policy.perHour().applyAsInt(kind);
        if (callsOff(act) || book.counted(kind.name(), now.minus(HOUR)) < cap) {
            return Optional.empty();
        }
        return Optional.of(
                "the bound of " + cap + " within an hour is reached (orders.per-hour." + kind.settingName() + ")");
    }

    /** What an administrator of the node has a look at first, whatever its modes say. */
    static boolean needsApproval(NodeAct act) {
        return act instanceof NodeAct.Scan scan && scan.profile() == NodeAct.ScanProfile.STEALTH;
    }

    /** What ends only what this node did by order before; a shutdown that is called off may be root's own. */
    static boolean endsOwn(NodeAct act) {
        return act instanceof NodeAct.CancelScan || act instanceof NodeAct.Release;
    }

    static boolean callsOff(NodeAct act) {
        return act instanceof NodeAct.CancelShutdown || endsOwn(act);
    }
}
