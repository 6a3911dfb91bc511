package io.selfheal.schemas.order;

import java.time.Instant;

/**
 * What a person, or the analyzer, asks for. Signed, expiring, and never carrying a shell command. Keyed by the target
 * for blocks (the analyzer reads those), by the host for acts on a node (its responder reads those).
 */
public sealed interface Order permits BlockOrder, UnblockOrder, NodeOrder {
    /** Unique; an order is carried out at most once. */
    String id();

    Instant issued();

    /** After this moment the order is refused. */
    Instant expires();

    /** Who asked. */
    String by();

    /** Why. */
    String reason();

    /** The topic's key. */
    String key();
}
