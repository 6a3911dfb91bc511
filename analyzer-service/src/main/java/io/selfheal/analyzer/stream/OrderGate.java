package io.selfheal.analyzer.stream;

import io.selfheal.schemas.codec.DecodeException;
import org.apache.kafka.common.header.Headers;

/** Decides whether an order may be carried out at all, before anything of it is: its signature. */
@FunctionalInterface
interface OrderGate {
    /**
     * Lets the order pass.
     *
     * @throws DecodeException why it may not be carried out; the record goes to the dead letters
     */
    void require(String topic, String key, byte[] value, Headers headers) throws DecodeException;
}
