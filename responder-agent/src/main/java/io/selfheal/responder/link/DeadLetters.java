package io.selfheal.responder.link;

import io.selfheal.schemas.codec.DecodeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot be read. */
interface DeadLetters {
    void send(ConsumerRecord<byte[], byte[]> message, DecodeException cause);
}
