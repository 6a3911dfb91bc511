package io.selfheal.agent.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the clock was set back, as at a boot whose hardware clock was ahead. A Kafka client takes the time of
 * everything from that clock: one that lives through it waits until the clock is there again before it connects anew,
 * and a poll that it falls into does not end before. For one thread.
 */
public final class SetBack {
    /** Clocks are set right by less every day. */
    private static final Duration NOTEWORTHY = Duration.ofMinutes(1);

    private Instant latest = Instant.MIN;

    /** Whether the clock has gone back by more than a minute since it was asked last. */
    public boolean is(Instant now) {
        boolean back = now.plus(NOTEWORTHY).isBefore(latest);
        if (back || now.isAfter(latest)) {
            latest = now;
        }
        return back;
    }
}
