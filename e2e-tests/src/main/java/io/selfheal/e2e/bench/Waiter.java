package io.selfheal.e2e.bench;

import java.io.IOException;
import java.time.Duration;

/** Waits for what another process brings about. */
final class Waiter {
    private static final Duration PAUSE = Duration.ofMillis(4);

    private Waiter() {}

    /** Something that may hold now or later. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Returns when the condition holds; after the limit, or when the process ended, an exception says so. */
    static void until(String what, Duration limit, Condition condition, Child child)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            child.check();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited " + limit + " in vain for " + what);
            }
            Thread.sleep(PAUSE);
        }
    }

    static void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}
