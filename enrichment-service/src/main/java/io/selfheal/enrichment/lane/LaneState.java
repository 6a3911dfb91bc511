package io.selfheal.enrichment.lane;

/** How a provider does, for health data. */
public enum LaneState {
    /** No key: not consulted. */
    OFF,
    WORKING,
    /** A quota or rate limit. */
    LIMITED,
    /** The key is refused. */
    REFUSED,
    /** Failures; it is asked again after a pause. */
    FAILING
}
