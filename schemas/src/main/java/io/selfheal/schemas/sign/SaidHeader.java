package io.selfheal.schemas.sign;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * When an entry was said, or its end, signed: an entry names no time, so that one that was taken back since could be
 * shown again. The record header {@value #NAME} is the instant (ISO 8601), a space, and {@code keyId:base64} as in
 * {@link RecordSigner}. The signature covers the instant, a byte (1 for a value, 0 for a tombstone) and the value, under
 * the topic's name with {@code #said} behind it, which no topic can be called. It stands beside the record's own
 * signature, so that readers of before this header go on.
 */
public final class SaidHeader {
    /** Name of the record header. */
    public static final String NAME = "selfheal-said";

    private static final String BEHIND_TOPIC = "#said";

    private SaidHeader() {}

    /**
     * The value of the header.
     *
     * @param value the record's; null for a tombstone
     */
    public static byte[] of(RecordSigner signer, String topic, String key, byte @Nullable [] value, Instant said) {
        return SignedInstant.header(signer, topic + BEHIND_TOPIC, key, said, instant -> with(instant, value));
    }

    /** Empty if there is no such header, more than one, or one whose signature fits no known key or another value. */
    static Optional<SignedInstant> read(
            RecordVerifier verifier, String topic, String key, byte @Nullable [] value, Headers headers) {
        return SignedInstant.read(verifier, topic + BEHIND_TOPIC, key, headers, NAME, instant -> with(instant, value));
    }

    /** When a record says that it was said, whoever wrote that: for people only. */
    public static Optional<Instant> unchecked(Headers headers) {
        return SignedInstant.unchecked(headers, NAME);
    }

    private static byte[] with(byte[] instant, byte @Nullable [] value) {
        ByteBuffer all = ByteBuffer.allocate(instant.length + 1 + (value == null ? 0 : value.length));
        all.put(instant).put((byte) (value == null ? 0 : 1));
        return (value == null ? all : all.put(value)).array();
    }
}
