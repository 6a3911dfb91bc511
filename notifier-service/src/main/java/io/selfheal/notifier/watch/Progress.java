package io.selfheal.notifier.watch;

/** How the analyzer gets on, as Kafka says it. */
public sealed interface Progress {
    /**
     * Kafka answers.
     *
     * @param behind events that the analyzer has not committed yet
     * @param taken the sum of its offsets: it grows as long as events are judged
     */
    record Seen(long behind, long taken) implements Progress {}

    /** Kafka does not answer. */
    record Away(String cause) implements Progress {}

    /** Kafka does not let us look. */
    record Denied(String cause) implements Progress {}
}
