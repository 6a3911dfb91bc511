package io.selfheal.schemas.outcome;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one action on one node. Every action ends in exactly one.
 *
 * @param id unique
 * @param time when it ended
 * @param host the node
 * @param action what was tried
 * @param target the address, network or unit it was about
 * @param status how it ended
 * @param reason why, where the status needs a reason: refused, failed; empty otherwise
 * @param decisionId the decision or order that asked for it; null for acts of the node's own
 * @param until when the effect ends by itself; null when it does not
 * @param took from the decision's arrival to the outcome; null when nothing was done
 */
public record Outcome(
        String id,
        Instant time,
        String host,
        ActionKind action,
        String target,
        Status status,
        String reason,
        @Nullable String decisionId,
        @Nullable Instant until,
        @Nullable Duration took) {

    /** How an action ended. */
    public enum Status {
        APPLIED,
        ALREADY_IN_FORCE,
        LIFTED,
        SIMULATED,
        REFUSED,
        FAILED
    }

    /** Kinds of actions; each has a mode of its own on a node. */
    public enum ActionKind {
        BLOCK,
        LIFT,
        REPAIR_DRIFT,
        RESTART_UNIT,
        /** What a plugin did elsewhere about a block or a lift; the reason names it. */
        PLUGIN
    }
}
