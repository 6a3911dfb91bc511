package io.selfheal.responder.enforce;

import io.selfheal.responder.link.Inbox;
import io.selfheal.responder.order.OrderDesk;
import io.selfheal.responder.order.Proof;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes what the link reads to those who act on it. */
public final class NodeInbox implements Inbox {
    private final Mailbox mailbox;
    private final Enforcement enforcement;
    private final OrderDesk orders;
    private final boolean fleetAllows;

    /** @param fleetAllows whether the fleet's allowlist counts on this node */
    public NodeInbox(Mailbox mailbox, Enforcement enforcement, OrderDesk orders, boolean fleetAllows) {
        this.fleetAllows = fleetAllows;
        this.mailbox = mailbox;
        this.enforcement = enforcement;
        this.orders = orders;
    }

    @Override
    public void decision(Cidr target, Decision decision, Instant arrived) throws InterruptedException {
        mailbox.post(() -> enforcement.decided(target, decision, arrived));
    }

    @Override
    public void lifted(Cidr target, Instant at) throws InterruptedException {
        mailbox.post(() -> enforcement.lifted(target, at));
    }

    @Override
    public void distrusted(Decision decision, String reason) throws InterruptedException {
        mailbox.post(() -> enforcement.distrusted(decision, reason));
    }

    @Override
    public void caughtUp() throws InterruptedException {
        mailbox.post(() -> enforcement.caughtUp());
    }

    @Override
    public void policy(String name, @Nullable Policy policy) throws InterruptedException {
        if (fleetAllows || !(policy instanceof AllowEntry)) {
            mailbox.post(() -> enforcement.policy(name, policy));
        }
    }

    @Override
    public void order(NodeOrder order, String key, String place, Proof proof) {
        orders.take(order, key, place, proof);
    }

    @Override
    public void refusedOrder(String place, String reason) {
        orders.refuse(place, reason);
    }
}
