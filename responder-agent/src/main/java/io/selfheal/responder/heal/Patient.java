package io.selfheal.responder.heal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One watched unit: the phase it is in, and the restarts of the last hour. */
final class Patient {
    private static final Duration BUDGET_WINDOW = Duration.ofHours(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    final WatchedUnit unit;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    Phase phase = new Phase.Watched();

    /** Where the unit stands. */
    sealed interface Phase {
        /** Nothing is being done. */
        record Watched() implements Phase {}

        /** It failed and is noted, but this node's mode lets nothing be done. */
        record Noted(String why) implements Phase {}

        /** It failed and will be restarted. */
        record Waiting(Instant at, String why, @Nullable String orderId) implements Phase {}

        /** It was restarted and must prove that it lives. */
        record Settling(
                Instant since,
                Instant until,
                String why,
                @Nullable String orderId) implements Phase {}

        /** The budget is used up. */
        record GivenUp(String why) implements Phase {}
    }

    Patient(WatchedUnit unit) {
        this.unit = unit;
    }

    boolean hasBudget(Instant now) {
        forgetOld(now);
        return restarts.size() < unit.restartsPerHour();
    }

    int recentRestarts(Instant now) {
        forgetOld(now);
        return restarts.size();
    }

    void countRestart(Instant now) {
        restarts.addLast(now);
    }

    /** Exponential with jitter, so that a fleet does not restart in step. */
    Duration delay(Instant now, RandomGenerator random) {
        int doublings = Math.min(recentRestarts(now), 16);
        Duration plain = unit.backOff().multipliedBy(1L << doublings);
        Duration capped = plain.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : plain;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis((long) (capped.toMillis() * factor));
    }

    private void forgetOld(Instant now) {
        Instant oldest = now.minus(BUDGET_WINDOW);
        while (!restarts.isEmpty() && !restarts.getFirst().isAfter(oldest)) {
            restarts.removeFirst();
        }
    }
}
