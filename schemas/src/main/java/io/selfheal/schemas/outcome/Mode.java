package io.selfheal.schemas.outcome;

/**
 * How far a node goes with a kind of action. A new installation simulates until an administrator arms it.
 * In order: each goes further than the one before.
 */
public enum Mode {
    OFF,
    SIMULATE,
    ASK,
    ACT
}
