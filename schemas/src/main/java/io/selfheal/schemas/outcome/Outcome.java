package io.selfheal.schemas.outcome;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one action on one node. Every action ends in exactly one; one that waits for
 * approval, or takes long, says so in another before.
 *
 * @param id unique
 * @param time when it ended
 * @param host the node
 * @param action what was tried
 * @param target the address, network, unit or guest it was about
 * @param status how it ended
 * @param reason why, where the status needs a reason: refused, failed; empty otherwise
 * @param decisionId the decision or order that asked for it; null for acts of the node's own
 * @param until when the effect ends by itself; null when it does not
 * @param took from the decision's arrival to the outcome; null when nothing was done
 * @param detail what it found out; null when it is not an action that finds something out
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
        @Nullable Duration took,
        @Nullable Detail detail) {

    /** Of an action that finds nothing out. */
    public Outcome(
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
        this(id, time, host, action, target, status, reason, decisionId, until, took, null);
    }

    /** How an action ended. */
    public enum Status {
        APPLIED,
        ALREADY_IN_FORCE,
        LIFTED,
        SIMULATED,
        REFUSED,
        FAILED,
        /** An administrator of the node must approve it; the reason says how. Another outcome follows. */
        WAITING,
        /** It is begun; the reason says how long it takes. Another outcome follows. */
        ACCEPTED,
        /** It was done to the target too lately, which is no failure; until says when it may be done again. */
        SKIPPED_COOLDOWN
    }

    /** Kinds of actions; each has a mode of its own on a node. */
    public enum ActionKind {
        BLOCK,
        LIFT,
        REPAIR_DRIFT,
        RESTART_UNIT,
        /** What a plugin did elsewhere about a block or a lift; the reason names it. */
        PLUGIN,
        START_UNIT,
        STOP_UNIT,
        END_SESSIONS,
        LOCK_ACCOUNT,
        UNLOCK_ACCOUNT,
        REBOOT,
        SHUT_DOWN,
        CANCEL_SHUTDOWN,
        SCAN,
        CANCEL_SCAN,
        CHECK_FILE,
        /** The host was cut off from the network. */
        ISOLATE,
        /** It no longer is, by order or because its time is over. */
        RELEASE,
        /** The target is the backup's name, here and in the two below. */
        BACK_UP,
        RESTORE,
        /** The youngest archive was restored beside the data, to see that it can be. */
        TRY_RESTORE,
        /** A look for updates of packages or firmware, or for what needs a restart; the target says of which. */
        CHECK_UPDATES,
        /** A guest of Proxmox was started or reset; the target is {@code guest/ID}. */
        RESTART_GUEST,
        /** An order that could not be believed or read; the target is its place on the topic. */
        ORDER
    }
}
