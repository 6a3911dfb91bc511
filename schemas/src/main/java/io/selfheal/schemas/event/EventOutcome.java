package io.selfheal.schemas.event;

/** ECS {@code event.outcome}: the three values that the schema allows. */
public enum EventOutcome {
    SUCCESS,
    FAILURE,
    UNKNOWN
}
