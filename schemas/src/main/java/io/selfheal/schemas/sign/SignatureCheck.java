package io.selfheal.schemas.sign;

/** What a {@link RecordVerifier} found. Only {@link Valid} may be acted on. */
public sealed interface SignatureCheck {
    /** The record is as the holder of this key wrote it; whether he may ask for it is for the caller to decide. */
    record Valid(String keyId) implements SignatureCheck {}

    /** There is no signature. */
    record Unsigned() implements SignatureCheck {}

    /** It names a key that the verifier does not have. */
    record UnknownKey(String keyId) implements SignatureCheck {}

    /**
     * The signature does not fit topic, key and value, or is none.
     *
     * @param reason fixed words, free of the record's own text
     */
    record Invalid(String reason) implements SignatureCheck {}
}
