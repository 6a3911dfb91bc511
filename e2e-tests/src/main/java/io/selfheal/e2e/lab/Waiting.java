package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a real server takes time for. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(30);

    private Waiting() {}

    /** Returns when the condition holds; after the limit, a LabException says what was waited for and the state. */
    static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new LabException(what + " not reached within " + limit + ": " + state.get());
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for " + what, e);
            }
        }
    }
}
