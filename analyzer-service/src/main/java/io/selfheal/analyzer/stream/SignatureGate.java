package io.selfheal.analyzer.stream;

import io.selfheal.schemas.codec.DecodeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decides by its signature whether a record is believed at all, before anything of it is done. */
@FunctionalInterface
interface SignatureGate {
    /** Believes everybody. */
    SignatureGate OPEN = (topic, key, value, headers) -> {};

    /**
     * Lets the record pass.
     *
     * @param value null for a tombstone
     * @throws DecodeException why it is not believed
     */
    void require(String topic, String key, byte @Nullable [] value, Headers headers) throws DecodeException;
}
