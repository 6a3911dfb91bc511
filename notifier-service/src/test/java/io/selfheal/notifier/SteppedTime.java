package io.selfheal.notifier;

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
}
