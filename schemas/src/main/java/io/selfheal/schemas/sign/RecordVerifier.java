package io.selfheal.schemas.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures of {@link RecordSigner}, about 100 µs each; reading the bytes before checking is safe, acting on
 * them is not. A signature holds for ever: replays are refused by expiry and id, not here. Safe for many threads.
 */
public final class RecordVerifier {
    /** Bounds the work on a hostile header: a key's name, a colon and 64 bytes in base64. */
    private static final int LONGEST_HEADER = 64 + 1 + 88;

    private static final int SIGNATURE_BYTES = 64;

    private final Map<String, PublicKey> keys;

    /**
     * A verifier that knows these keys by name.
     *
     * @throws IllegalArgumentException if a name is none, or a key is no Ed25519 key
     */
    public RecordVerifier(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
        this.keys.forEach((name, key) -> {
            KeyNames.checked(name);
            if (!KeyNames.isEd25519(key)) {
                throw new IllegalArgumentException(
                        "key '" + name + "' is of " + key.getAlgorithm() + "; allowed: Ed25519");
            }
        });
    }

    /** Checks a record as Kafka gives it; of several signature headers none is believed. */
    public SignatureCheck verify(String topic, String recordKey, byte @Nullable [] value, Headers headers) {
        Header only = null;
        for (Header header : headers.headers(RecordSigner.HEADER)) {
            if (only != null) {
                return new SignatureCheck.Invalid("more than one signature");
            }
            only = header;
        }
        return verify(topic, recordKey, value, only == null ? null : only.value());
    }

    /**
     * Checks a record.
     *
     * @param value the record's value; null for a tombstone
     * @param header the value of the header {@value RecordSigner#HEADER}; null if it has none
     */
    public SignatureCheck verify(String topic, String recordKey, byte @Nullable [] value, byte @Nullable [] header) {
        if (header == null || header.length == 0) {
            return new SignatureCheck.Unsigned();
        }
        if (header.length > LONGEST_HEADER) {
            return new SignatureCheck.Invalid("the signature is too long");
        }
        String text = new String(header, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':');
        if (colon < 0 || !KeyNames.isAllowed(text.substring(0, colon))) {
            return new SignatureCheck.Invalid("the signature is not keyId:base64");
        }
        String keyId = text.substring(0, colon);
        PublicKey key = keys.get(keyId);
        if (key == null) {
            return new SignatureCheck.UnknownKey(keyId);
        }
        return check(keyId, key, text.substring(colon + 1), SignedBytes.of(topic, recordKey, value));
    }

    private static SignatureCheck check(String keyId, PublicKey key, String base64, byte[] signed) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new SignatureCheck.Invalid("the signature is not base64");
        }
        if (signature.length != SIGNATURE_BYTES) {
            return new SignatureCheck.Invalid("the signature has not 64 bytes");
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature)
                    ? new SignatureCheck.Valid(keyId)
                    : new SignatureCheck.Invalid("the signature does not fit the record");
        } catch (GeneralSecurityException e) {
            return new SignatureCheck.Invalid("the signature cannot be checked");
        }
    }
}
