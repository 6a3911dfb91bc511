package io.selfheal.responder.enforce;

import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.link.Inbox;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.RestartUnitOrder;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.policy.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes what the link reads to those who act on it. */
public final class NodeInbox implements Inbox {
    private final Mailbox mailbox;
    private final Enforcement enforcement;
    private final Healer healer;
    private final OrderBook orders;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource clock;

    public NodeInbox(
            Mailbox mailbox,
            Enforcement enforcement,
            Healer healer,
            OrderBook orders,
            Outcomes outcomes,
            Sink sink,
            InstantSource clock) {
        this.mailbox = mailbox;
        this.enforcement = enforcement;
        this.healer = healer;
        this.orders = orders;
        this.outcomes = outcomes;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void decision(Cidr target, @Nullable Decision decision, Instant arrived) throws InterruptedException {
        mailbox.post(() -> enforcement.decided(target, decision, arrived));
    }

    @Override
    public void distrusted(Decision decision, String reason) throws InterruptedException {
        mailbox.post(() -> enforcement.distrusted(decision, reason));
    }

    @Override
    public void caughtUp(Set<Cidr> present) throws InterruptedException {
        mailbox.post(() -> enforcement.caughtUp(present));
    }

    @Override
    public void policy(String name, @Nullable Policy policy) throws InterruptedException {
        mailbox.post(() -> enforcement.policy(name, policy));
    }

    @Override
    public void order(RestartUnitOrder order, String refusal) {
        if (!orders.take(order.id())) {
            return;
        }
        Instant now = clock.instant();
        if (!refusal.isEmpty()) {
            refuse(order, refusal, now);
        } else if (!now.isBefore(order.expires())) {
            refuse(order, "expired at " + order.expires(), now);
        } else {
            healer.order(order);
        }
    }

    private void refuse(RestartUnitOrder order, String reason, Instant now) {
        sink.outcome(outcomes.of(ActionKind.RESTART_UNIT, order.unit(), Status.REFUSED, reason, order.id(), now));
    }
}
