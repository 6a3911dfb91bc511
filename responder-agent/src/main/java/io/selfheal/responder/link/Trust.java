package io.selfheal.responder.link;

import io.selfheal.schemas.sign.EntryCheck;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether a record comes from somebody who may say so. */
public interface Trust {
    /** Why the decision is not believed; empty if it is. */
    Optional<String> refusal(ConsumerRecord<byte[], byte[]> message);

    /** Whether an entry of the fleet's allowlist holds, or the end of one. */
    EntryCheck allowance(ConsumerRecord<byte[], byte[]> message);

    /** When the block was lifted that a tombstone ends; empty if nobody says so who is believed. */
    Optional<Instant> lifted(ConsumerRecord<byte[], byte[]> message);

    /** Who wrote the order; found out from its bytes alone, before any of them is read. */
    Author author(ConsumerRecord<byte[], byte[]> message);

    /** Who wrote a record. */
    sealed interface Author {
        /** The holder of this key, who may order some things here. */
        record Known(String key) implements Author {}

        /** Nobody who is believed, and why. */
        record Nobody(String reason) implements Author {}
    }
}
