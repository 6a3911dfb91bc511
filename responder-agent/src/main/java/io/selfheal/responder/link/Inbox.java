package io.selfheal.responder.link;

import io.selfheal.responder.order.Proof;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.policy.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the link hands over; each call may wait while the receiver is busy, which slows reading down. */
public interface Inbox {
    /** The newest value of a target. */
    void decision(Cidr target, Decision decision, Instant arrived) throws InterruptedException;

    /** The topic has no value of a target any more: its block was lifted at this moment. */
    void lifted(Cidr target, Instant at) throws InterruptedException;

    /** A decision that is not believed. */
    void distrusted(Decision decision, String reason) throws InterruptedException;

    /** All decisions that there were at the start have been handed over. */
    void caughtUp() throws InterruptedException;

    void policy(String name, @Nullable Policy policy) throws InterruptedException;

    /**
     * An order to this host by somebody who may order; perhaps not for the first time.
     *
     * @param key whose
     * @param place where it stands on the topic
     */
    void order(NodeOrder order, String key, String place, Proof proof) throws InterruptedException;

    /** An order to this host that is not believed, or believed and not readable. */
    void refusedOrder(String place, String reason) throws InterruptedException;
}
