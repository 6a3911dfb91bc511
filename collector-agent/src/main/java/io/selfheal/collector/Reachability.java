package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Whether Kafka takes events, said once in the log whenever it changes. Safe for any thread. */
final class Reachability {
    /** Acknowledgements that take longer than this mean that Kafka is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Log LOG = Log.of(Reachability.class);

    private final InstantSource time;
    private boolean away;
    private @Nullable Instant awaySince;
    private long acknowledged;
    private Instant lastProgress;

    Reachability(InstantSource time) {
        this.time = time;
        this.lastProgress = time.instant();
    }

    synchronized void isAway() {
        if (!away) {
            away = true;
            awaySince = time.instant();
            LOG.warn("Kafka cannot be reached: reading waits, nothing is lost");
        }
    }

    synchronized void answers() {
        lastProgress = time.instant();
        if (away) {
            LOG.info("Kafka is back", "away-since", awaySince);
            away = false;
            awaySince = null;
        }
    }

    /**
     * What the window shows.
     *
     * @param acknowledgedEvents since the start
     * @param inFlight events that are not
     */
    synchronized void observe(long acknowledgedEvents, int inFlight) {
        if (acknowledgedEvents != acknowledged) {
            acknowledged = acknowledgedEvents;
            answers();
        } else if (inFlight == 0) {
            lastProgress = time.instant();
        } else if (Duration.between(lastProgress, time.instant()).compareTo(PATIENCE) > 0) {
            isAway();
        }
    }

    /** Since when Kafka is away; null while it answers. */
    synchronized @Nullable Instant awaySince() {
        return awaySince;
    }
}
