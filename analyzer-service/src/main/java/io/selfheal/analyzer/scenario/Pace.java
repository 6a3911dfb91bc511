package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.EventAction;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When the events of a scenario are too many, too few or too strange: the types of scenarios. */
public sealed interface Pace {
    /** How many events make it, at least. */
    default int events() {
        return switch (this) {
            case Threshold t -> t.count();
            case LeakyBucket b -> b.capacity() + 1;
            case DistinctCount d -> d.count();
            case Sequence s -> s.count() + 1;
            case Absence a -> 1;
            case FirstSeen f -> f.sightings() + 1;
            case Travel t -> 2;
        };
    }

    /**
     * {@code count} events within the window.
     *
     * @param apart an event sooner than this after the last one that counted does not count: five wrong passwords
     *     within a minute are one visit, five visits a day are somebody patient; zero counts all
     * @param per where it stands, {@code count} events with one value of that field; not beside {@code apart}
     */
    record Threshold(
            int count,
            Duration window,
            Duration apart,
            @Nullable Field per) implements Pace {}

    /** A bucket that one unit leaves every {@code leak}; it overflows above {@code capacity}. */
    record LeakyBucket(int capacity, Duration leak) implements Pace {}

    /**
     * {@code count} different values of the field within the window.
     *
     * @param sources at least so many sources must have taken part; for groups only, 0 asks for none
     */
    record DistinctCount(Field field, int count, Duration window, int sources) implements Pace {}

    /**
     * {@code count} events, then one that passes {@code then}, all within the window.
     *
     * @param field where it stands, {@code count} different values of it instead of {@code count} events
     * @param among whether the last event must have one of those values
     * @param same where it stands, the last event must have a value of it that one of the events had, which all count
     */
    record Sequence(
            int count,
            Condition then,
            Set<EventAction> thenActions,
            Duration window,
            @Nullable Field field,
            boolean among,
            @Nullable Field same)
            implements Pace {
        public Sequence {
            thenActions = Set.copyOf(thenActions);
        }
    }

    /**
     * An event, and then within the window none that passes {@code of}.
     *
     * @param field where it stands, what should come must have the same value of it
     */
    record Absence(
            Condition of,
            Set<EventAction> ofActions,
            @Nullable Field field,
            Duration window) implements Pace {
        public Absence {
            ofActions = Set.copyOf(ofActions);
        }
    }

    /**
     * A value of the field that was not seen before.
     *
     * @param learning nothing is strange before this much time has passed since the first event
     * @param sightings nor before this many events
     * @param remember a value that was not seen for this long is forgotten
     */
    record FirstSeen(Field field, Duration learning, int sightings, Duration remember) implements Pace {}

    /**
     * Two places too far apart for the time between.
     *
     * @param speed km/h that nobody travels
     * @param distance km below which databases of addresses err anyway
     * @param window longest time between the two
     * @param countries where coordinates are not known: different countries within this time
     */
    record Travel(int speed, int distance, Duration window, Duration countries) implements Pace {}
}
