package io.selfheal.schemas.outcome;

/** How far a node goes with a kind of action. A new installation simulates until an administrator arms it. */
public enum Mode {
    OFF,
    SIMULATE,
    ASK,
    ACT
}
