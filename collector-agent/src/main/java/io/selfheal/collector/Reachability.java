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

    /**
     * Kafka takes nothing.
     *
     * @param since from when on
     * @param cause why, as far as the last try told; empty if it did not
     */
    record Away(Instant since, String cause) {}

    private final InstantSource time;
    private @Nullable Away away;
    private long acknowledged;
    private Instant lastProgress;

    Reachability(InstantSource time) {
        this.time = time;
        this.lastProgress = time.instant();
    }

    synchronized void isAway(String cause) {
        if (away == null) {
            away = new Away(time.instant(), cause);
            LOG.warn("Kafka cannot be reached: reading waits, nothing is lost", "cause", cause);
        } else {
            away = new Away(away.since(), cause);
        }
    }

    synchronized void answers() {
        lastProgress = time.instant();
        if (away != null) {
            LOG.info("Kafka is back", "away-since", away.since());
            away = null;
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
            isAway("nothing was acknowledged for " + PATIENCE.toSeconds() + " seconds");
        }
    }

    /** Null while Kafka answers. */
    synchronized @Nullable Away away() {
        return away;
    }
}
