package io.selfheal.schemas.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs records with Ed25519 (RFC 8032), about 60 µs each. The signature travels in the header {@value #HEADER} as
 * {@code keyId:base64}. Safe for many threads.
 */
public final class RecordSigner {
    /** Name of the record header. */
    public static final String HEADER = "selfheal-signature";

    private final String keyId;
    private final PrivateKey key;

    /**
     * A signer with this key.
     *
     * @param keyId the name under which verifiers know the public key: 1 to 64 of a-z, 0-9, dot, dash, underscore
     * @throws IllegalArgumentException if the name is none, or the key is no Ed25519 key
     */
    public RecordSigner(String keyId, PrivateKey key) {
        this.keyId = KeyNames.checked(keyId);
        if (!KeyNames.isEd25519(key)) {
            throw new IllegalArgumentException(
                    "key '" + keyId + "' is of " + key.getAlgorithm() + "; allowed: Ed25519");
        }
        this.key = key;
    }

    public String keyId() {
        return keyId;
    }

    /** The value of the header for a record; a null value is a tombstone and is signed as such. */
    public byte[] sign(String topic, String recordKey, byte @Nullable [] value) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(SignedBytes.of(topic, recordKey, value));
            String text = keyId + ":" + Base64.getEncoder().encodeToString(signature.sign());
            return text.getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with key '" + keyId + "' failed", e);
        }
    }
}
