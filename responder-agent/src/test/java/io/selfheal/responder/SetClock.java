package io.selfheal.responder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class SetClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public Instant move(Duration by) {
        now = now.plus(by);
        return now;
    }
}
