package io.selfheal.schemas.sign;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decides whether an entry of a topic that is read as a whole holds, before anything of it is read. */
@FunctionalInterface
public interface EntryGate {
    /** Whatever stands on the topic holds. */
    EntryGate OPEN = (topic, key, value, headers, offset) -> new EntryCheck.Holds();

    /**
     * Judges a record.
     *
     * @param value null for a tombstone
     * @param offset where it stands in its partition
     */
    EntryCheck check(String topic, String key, byte @Nullable [] value, Headers headers, long offset);
}
