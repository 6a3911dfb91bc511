package io.selfheal.schemas.policy;

/**
 * How far the fleet goes with blocks that follow from scores. A node's own mode has the last word: it never does more
 * than this, and may do less.
 */
public enum BlockingMode {
    /** As the nodes say: blocks are simulated as long as every node that is heard of only simulates. */
    NODES,
    /** Nobody is blocked automatically; what people order is done. */
    OFF,
    /** Blocks, ordered ones too, are only written down, and counted apart; no node enforces them. */
    SIMULATE,
    /** Blocks are proposed; a person orders them. */
    ASK,
    /** Blocks are made. */
    ACT
}
