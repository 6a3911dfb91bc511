package io.selfheal.schemas.decide;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;

/**
 * What is to be in force for a target. Written only by the analyzer to a compacted topic keyed by the target: the
 * newest value is the desired state. A {@link Lift} is followed by a tombstone, so that compaction forgets it.
 */
public sealed interface Decision permits Block, Lift {
    String id();

    Cidr target();

    Instant issued();

    /** Where it holds. */
    Scope scope();

    /** Whether it belongs to the dry run: nobody enforces it. */
    boolean simulated();

    /** The topic's key: the target's canonical text. */
    default String key() {
        return target().toString();
    }
}
