package io.selfheal.responder.link;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether a record comes from somebody who may say so. */
@FunctionalInterface
public interface Trust {
    /** Why the record is not believed; empty if it is. */
    Optional<String> refusal(ConsumerRecord<byte[], byte[]> message);
}
