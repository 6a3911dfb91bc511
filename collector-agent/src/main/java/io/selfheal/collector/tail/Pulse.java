package io.selfheal.collector.tail;

import java.time.Duration;

/**
 * Shows that a reader goes on. Whoever waits for Kafka does: only what may hang for ever is without it. Safe for any
 * thread; beaten by one.
 */
public final class Pulse {
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean resting = true;

    /** Goes on. */
    public void beat() {
        lastNanos = System.nanoTime();
        resting = false;
    }

    /** Waits, and knows for what. */
    public void rest() {
        resting = true;
    }

    /** How long ago it went on. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    /** How long it has not gone on and should have. */
    public Duration silence() {
        return resting ? Duration.ZERO : age();
    }
}
