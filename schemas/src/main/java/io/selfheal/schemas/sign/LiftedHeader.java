package io.selfheal.schemas.sign;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;

/**
 * When the block was lifted that a tombstone takes from its topic, signed: the tombstone itself names no time, so that
 * an old one could be shown again. The record header {@value #NAME} is the instant (ISO 8601), a space, and
 * {@code keyId:base64} as in {@link RecordSigner}. The signature covers the instant, under the topic's name with
 * {@code #lifted} behind it, which no topic can be called.
 */
public final class LiftedHeader {
    /** Name of the record header. */
    public static final String NAME = "selfheal-lifted";

    private static final String BEHIND_TOPIC = "#lifted";

    private LiftedHeader() {}

    /**
     * What a verified header says.
     *
     * @param at when the block was lifted
     * @param keyId whose key signed that
     */
    public record Lifted(Instant at, String keyId) {}

    /** The value of the header for the tombstone of this key. */
    public static byte[] of(RecordSigner signer, String topic, String key, Instant lifted) {
        return SignedInstant.header(signer, topic + BEHIND_TOPIC, key, lifted, UnaryOperator.identity());
    }

    /** Empty if there is no such header, more than one, or one whose signature does not fit a known key. */
    public static Optional<Lifted> read(RecordVerifier verifier, String topic, String key, Headers headers) {
        return SignedInstant.read(verifier, topic + BEHIND_TOPIC, key, headers, NAME, UnaryOperator.identity())
                .map(signed -> new Lifted(signed.at(), signed.keyId()));
    }
}
