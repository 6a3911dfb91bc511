package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.EventAction;
import java.time.Duration;
import java.util.Set;

/** When the events of a scenario are too many: the types of scenarios. */
public sealed interface Pace {
    /** How many events make it, at least. */
    default int events() {
        return switch (this) {
            case Threshold t -> t.count();
            case LeakyBucket b -> b.capacity() + 1;
            case DistinctCount d -> d.count();
            case Sequence s -> s.count() + 1;
        };
    }

    /**
     * {@code count} events within the window.
     *
     * @param apart an event sooner than this after the last one that counted does not count: five wrong passwords
     *     within a minute are one visit, five visits a day are somebody patient; zero counts all
     */
    record Threshold(int count, Duration window, Duration apart) implements Pace {}

    /** A bucket that one unit leaves every {@code leak}; it overflows above {@code capacity}. */
    record LeakyBucket(int capacity, Duration leak) implements Pace {}

    /** {@code count} different values of the field within the window. */
    record DistinctCount(Field field, int count, Duration window) implements Pace {}

    /** {@code count} events, then one that passes {@code then}, all within the window. */
    record Sequence(int count, Condition then, Set<EventAction> thenActions, Duration window) implements Pace {
        public Sequence {
            thenActions = Set.copyOf(thenActions);
        }
    }
}
