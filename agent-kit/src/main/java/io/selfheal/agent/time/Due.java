package io.selfheal.agent.time;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that is done again and again is due: at once to begin with, then after the wait that was last asked
 * for. A clock that is set back, by a year even, makes it due at once: nothing waits until the clock is there again.
 * For one thread.
 */
public final class Due {
    private Instant next = Instant.MIN;
    private Duration wait = Duration.ZERO;

    public boolean is(Instant now) {
        return !now.isBefore(next) || next.isAfter(now.plus(wait));
    }

    /** Due again when this much time has passed. */
    public void in(Duration again, Instant now) {
        wait = again;
        next = now.plus(again);
    }

    /** Due at the next question. */
    public void now() {
        next = Instant.MIN;
    }

    /** The time until it is due, zero when it is. */
    public Duration left(Instant now) {
        return is(now) ? Duration.ZERO : Duration.between(now, next);
    }
}
