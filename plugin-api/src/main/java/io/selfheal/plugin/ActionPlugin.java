package io.selfheal.plugin;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;

/**
 * Does elsewhere what the responder does in the kernel: blocks at a load balancer, tells a switch. Runs in the
 * responder, after the kernel took it, and only while {@code modes.plugins} says {@code act} for it; a new one
 * simulates. It is never asked for anything that the node itself would refuse. Budget: 10 s.
 */
public interface ActionPlugin extends Plugin {
    /** Does it, and is done when it returns. Must bear to be asked twice for the same. */
    void act(Request request) throws Exception;

    /** What is asked for. */
    sealed interface Request {
        /** The target may not come through until then. */
        record Block(Cidr target, Instant until) implements Request {}

        /** The target may come through again. */
        record Lift(Cidr target) implements Request {}
    }
}
