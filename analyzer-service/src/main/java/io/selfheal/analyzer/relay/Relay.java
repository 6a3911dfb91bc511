package io.selfheal.analyzer.relay;

/** Something that one profile passes on to another, whose key it carries; through Kafka, or within a replay. */
public sealed interface Relay permits Share, Blame {
    /** The profile that it is for. */
    String key();
}
