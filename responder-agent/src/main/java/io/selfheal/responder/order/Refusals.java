package io.selfheal.responder.order;

import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.Instant;

/**
 * Says what was refused, each by itself up to {@value #EACH} an hour; of more, how many there were, so that a flood of
 * forged orders does not become a flood of outcomes.
 */
final class Refusals {
    private static final int EACH = 100;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Outcomes outcomes;
    private final Sink sink;
    private Instant start = Instant.EPOCH;
    private int said;
    private int unsaid;
    private String last = "";

    Refusals(Outcomes outcomes, Sink sink) {
        this.outcomes = outcomes;
        this.sink = sink;
    }

    /** @return whether it was said by itself */
    boolean say(Outcome refusal) {
        Instant now = refusal.time();
        if (!now.isBefore(start.plus(HOUR))) {
            sum(now);
            start = now;
            said = 0;
        }
        if (said < EACH) {
            said++;
            sink.outcome(refusal);
            return true;
        }
        unsaid++;
        last = refusal.reason();
        return false;
    }

    /** What was not said by itself, once its hour is over. */
    void tick(Instant now) {
        if (unsaid > 0 && !now.isBefore(start.plus(HOUR))) {
            sum(now);
        }
    }

    private void sum(Instant now) {
        if (unsaid > 0) {
            String reason = unsaid + " more orders were refused within the hour, the last one because " + last;
            sink.outcome(outcomes.of(ActionKind.ORDER, "orders", Status.REFUSED, reason, null, now));
            unsaid = 0;
        }
    }
}
