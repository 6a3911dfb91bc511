package io.selfheal.schemas.sign;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
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

    private static final int LONGEST_INSTANT = 40;
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
        byte[] instant = lifted.toString().getBytes(StandardCharsets.US_ASCII);
        String signature = new String(signer.sign(topic + BEHIND_TOPIC, key, instant), StandardCharsets.US_ASCII);
        return (lifted + " " + signature).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if there is no such header, more than one, or one whose signature does not fit a known key. */
    public static Optional<Lifted> read(RecordVerifier verifier, String topic, String key, Headers headers) {
        Header only = null;
        for (Header header : headers.headers(NAME)) {
            if (only != null) {
                return Optional.empty();
            }
            only = header;
        }
        if (only == null || only.value() == null) {
            return Optional.empty();
        }
        String text = new String(only.value(), StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        if (space < 0 || space > LONGEST_INSTANT) {
            return Optional.empty();
        }
        byte[] instant = text.substring(0, space).getBytes(StandardCharsets.ISO_8859_1);
        byte[] signature = text.substring(space + 1).getBytes(StandardCharsets.ISO_8859_1);
        if (!(verifier.verify(topic + BEHIND_TOPIC, key, instant, signature)
                instanceof SignatureCheck.Valid(String id))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Lifted(Instant.parse(text.substring(0, space)), id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
