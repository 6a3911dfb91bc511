package io.selfheal.schemas.decide;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;

/**
 * The target is no longer to be blocked.
 *
 * @param id of this decision
 * @param target as in the block that it ends
 * @param scope as in that block
 * @param issued when it was decided
 * @param cause why
 * @param decidedBy {@code policy}, or {@code order ID by PERSON}
 * @param reason one plain sentence
 * @param simulated whether it ends a block that was only simulated
 */
public record Lift(
        String id,
        Cidr target,
        Scope scope,
        Instant issued,
        Cause cause,
        String decidedBy,
        String reason,
        boolean simulated)
        implements Decision {
    /** The end of a block that was to be enforced. */
    public Lift(String id, Cidr target, Scope scope, Instant issued, Cause cause, String decidedBy, String reason) {
        this(id, target, scope, issued, cause, decidedBy, reason, false);
    }

    /** Why a block ended. */
    public enum Cause {
        EXPIRED,
        ORDERED,
        ALLOWLISTED
    }
}
