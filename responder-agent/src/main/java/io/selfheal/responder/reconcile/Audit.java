package io.selfheal.responder.reconcile;

import io.selfheal.agent.log.Log;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes each outcome into this host's journal, whether or not Kafka is there to take it, and passes it on: who looks at
 * one server finds there what was done to it. Of many at once the journal gets the first {@value #MOST} in ten seconds,
 * a third of what it takes from one service before it leaves out lines by itself (journald.conf(5), RateLimitBurst).
 */
public final class Audit implements Sink {
    static final int MOST = 1_000;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Log LOG = Log.of(Audit.class);

    private final Sink to;
    private Instant begun = Instant.MIN;
    private int written;

    /** @param to where they go on */
    public Audit(Sink to) {
        this.to = to;
    }

    @Override
    public void outcome(Outcome outcome) {
        write(outcome);
        to.outcome(outcome);
    }

    @Override
    public void alert(Alert alert) {
        to.alert(alert);
    }

    private synchronized void write(Outcome outcome) {
        Duration since = Duration.between(begun, outcome.time());
        if (since.isNegative() || since.compareTo(WINDOW) >= 0) {
            begun = outcome.time();
            written = 0;
        }
        written++;
        if (written <= MOST) {
            LOG.info("outcome", said(outcome));
        } else if (written == MOST + 1) {
            LOG.info("too many outcomes at once for the journal; selfheal.outcomes has all of them");
        }
    }

    private static Object[] said(Outcome outcome) {
        List<Object> said = new ArrayList<>(List.of(
                "action", lower(outcome.action()), "target", outcome.target(), "status", lower(outcome.status())));
        if (!outcome.reason().isEmpty()) {
            said.addAll(List.of("reason", outcome.reason()));
        }
        if (outcome.until() != null) {
            said.addAll(List.of("until", outcome.until()));
        }
        if (outcome.decisionId() != null) {
            said.addAll(List.of("asked-by", outcome.decisionId()));
        }
        return said.toArray();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
