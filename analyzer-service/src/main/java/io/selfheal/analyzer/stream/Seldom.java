package io.selfheal.analyzer.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many there were, told once a second at most: of what somebody can cause once there may be a million. Safe for several
 * threads.
 */
final class Seldom {
    private static final long BETWEEN_WORDS_NANOS = 1_000_000_000L;

    private final AtomicLong count = new AtomicLong();
    private volatile long lastWord = System.nanoTime() - BETWEEN_WORDS_NANOS;

    /** One more; returns how many there were so far, or 0 if it is too soon to tell. */
    long count() {
        long so = count.incrementAndGet();
        long now = System.nanoTime();
        if (now - lastWord < BETWEEN_WORDS_NANOS) {
            return 0;
        }
        lastWord = now;
        return so;
    }
}
