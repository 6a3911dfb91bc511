package io.selfheal.schemas.sign;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A moment with a signature of its own, as the value of a record header: the instant (ISO 8601), a space, and
 * {@code keyId:base64} as in {@link RecordSigner}.
 *
 * @param at the moment
 * @param keyId whose key signed it
 */
record SignedInstant(Instant at, String keyId) {
    private static final int LONGEST_INSTANT = 40;

    /**
     * The value of a header.
     *
     * @param topic stands for the topic in what is signed; one that no topic can be called, so that the signature counts
     *     for nothing else
     * @param covered what the signature covers, of the instant's bytes
     */
    static byte[] header(RecordSigner signer, String topic, String key, Instant at, UnaryOperator<byte[]> covered) {
        byte[] instant = at.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] signature = signer.sign(topic, key, covered.apply(instant));
        return (at + " " + new String(signature, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if there is no header of this name, more than one, or one whose signature does not fit a known key. */
    static Optional<SignedInstant> read(
            RecordVerifier verifier,
            String topic,
            String key,
            Headers headers,
            String name,
            UnaryOperator<byte[]> covered) {
        String[] parts = parts(headers, name);
        if (parts.length != 2) {
            return Optional.empty();
        }
        byte[] signed = covered.apply(parts[0].getBytes(StandardCharsets.ISO_8859_1));
        byte[] signature = parts[1].getBytes(StandardCharsets.ISO_8859_1);
        return verifier.verify(topic, key, signed, signature) instanceof SignatureCheck.Valid(String keyId)
                ? parsed(parts[0]).map(at -> new SignedInstant(at, keyId))
                : Optional.empty();
    }

    /** The moment that a header names, whoever wrote it; for people only. */
    static Optional<Instant> unchecked(Headers headers, String name) {
        String[] parts = parts(headers, name);
        return parts.length == 2 ? parsed(parts[0]) : Optional.empty();
    }

    private static Optional<Instant> parsed(String instant) {
        try {
            return instant.length() > LONGEST_INSTANT ? Optional.empty() : Optional.of(Instant.parse(instant));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Instant and signature; something else if there is no such header, or more than one. */
    private static String[] parts(Headers headers, String name) {
        Header only = null;
        for (Header header : headers.headers(name)) {
            if (only != null) {
                return new String[0];
            }
            only = header;
        }
        return only == null || only.value() == null
                ? new String[0]
                : new String(only.value(), StandardCharsets.ISO_8859_1).split(" ", 2);
    }
}
