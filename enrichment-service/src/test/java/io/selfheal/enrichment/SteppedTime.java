package io.selfheal.enrichment;

import io.selfheal.enrichment.lane.TurnTaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves only when told. */
public final class SteppedTime implements InstantSource {
    private volatile Instant now;

    public SteppedTime(String start) {
        now = Instant.parse(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** Gives turns for so long, as a provider's thread would. */
    public void run(TurnTaker taker, Duration duration) throws InterruptedException {
        Instant end = now.plus(duration);
        while (now.isBefore(end)) {
            Duration rest = taker.turn();
            Duration left = Duration.between(now, end);
            pass(rest.isZero() ? Duration.ofMillis(1) : rest.compareTo(left) < 0 ? rest : left);
        }
    }
}
