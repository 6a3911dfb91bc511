package io.selfheal.responder.reconcile;

import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes outcomes of this host. */
public final class Outcomes {
    private final String host;

    public Outcomes(String host) {
        this.host = host;
    }

    public Outcome ofBlock(Wanted wanted, Status status, String reason, Instant now) {
        boolean holds = status == Status.APPLIED || status == Status.ALREADY_IN_FORCE || status == Status.SIMULATED;
        Duration took = Duration.between(wanted.arrived(), now);
        return new Outcome(
                UUID.randomUUID().toString(),
                now,
                host,
                ActionKind.BLOCK,
                wanted.target().toString(),
                status,
                reason,
                wanted.id(),
                holds ? wanted.expires() : null,
                status == Status.APPLIED && !took.isNegative() ? took : null);
    }

    /** Of an act that nobody ordered, with what it found out. */
    public Outcome of(
            ActionKind action, String target, Status status, String reason, Instant now, @Nullable Detail detail) {
        return new Outcome(
                UUID.randomUUID().toString(), now, host, action, target, status, reason, null, null, null, detail);
    }

    public Outcome of(
            ActionKind action, String target, Status status, String reason, @Nullable String decisionId, Instant now) {
        return new Outcome(
                UUID.randomUUID().toString(), now, host, action, target, status, reason, decisionId, null, null);
    }
}
