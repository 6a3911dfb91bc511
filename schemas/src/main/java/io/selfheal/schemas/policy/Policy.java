package io.selfheal.schemas.policy;

/** One entry of the compacted topic {@code selfheal.policy}; a tombstone takes it back to its default. */
public sealed interface Policy permits AllowEntry, ScoringPolicy, BlockingPolicy, ScanPolicy, DenyEntry {
    /** The topic's key: {@code allow/NETWORK}, {@code deny/NETWORK}, {@code scoring}, {@code blocking} or {@code scanning}. */
    String name();
}
