package io.selfheal.analyzer.stream;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.net.LocalBrokers;
import io.selfheal.schemas.sign.EntryGate;
import io.selfheal.schemas.sign.EntryTimes;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.sign.SignedEntries;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signatures: the analyzer's own on what it decides, others' on what they order and on the fleet's policy.
 *
 * @param signer signs decisions; empty when no key is configured
 * @param orders what an order needs to be carried out
 * @param policy what an entry of the policy needs to hold, and a tombstone to end one
 */
record Trust(Optional<RecordSigner> signer, SignatureGate orders, EntryGate policy) {
    /** No signature made, none asked for: a broker that only this host reaches, and tests. */
    static Trust unsigned() {
        return new Trust(Optional.empty(), SignatureGate.OPEN, EntryGate.OPEN);
    }

    /**
     * What the settings say. Without trusted keys orders are believed only from brokers that nobody but this host reaches,
     * and every entry of the policy is.
     *
     * @param times when entries of the policy were said
     * @throws IOException if a key file cannot be read; the message names it
     */
    static Trust of(AnalyzerSettings settings, String bootstrapServers, EntryTimes times) throws IOException {
        Optional<RecordSigner> signer = Optional.empty();
        if (settings.signingKey().isPresent()) {
            signer = Optional.of(new RecordSigner(
                    settings.signingKeyId(),
                    SigningKeys.readPrivate(Path.of(settings.signingKey().get()))));
        }
        Map<String, PublicKey> trusted = new HashMap<>();
        for (Map.Entry<String, String> key : settings.trustedKeys().entrySet()) {
            trusted.put(key.getKey(), SigningKeys.readPublic(Path.of(key.getValue())));
        }
        if (trusted.isEmpty()) {
            return new Trust(signer, unsignedFrom(new LocalBrokers(bootstrapServers)), EntryGate.OPEN);
        }
        RecordVerifier verifier = new RecordVerifier(trusted);
        return new Trust(signer, signedBy(verifier), new SignedEntries(verifier, trusted.keySet(), times));
    }

    /** Looked at when an order comes: then the brokers are there. */
    static SignatureGate unsignedFrom(LocalBrokers brokers) {
        return (topic, key, value, headers) -> {
            Optional<String> doubt = brokers.doubt();
            if (doubt.isPresent()) {
                throw new DecodeException(
                        "the order is refused: selfheal.analyzer.trusted-keys is empty, and " + doubt.get()
                                + "; allowed: orders signed by a trusted key, or from brokers that only this host reaches");
            }
        };
    }

    static SignatureGate signedBy(RecordVerifier verifier) {
        return (topic, key, value, headers) -> {
            switch (verifier.verify(topic, key, value, headers)) {
                case SignatureCheck.Valid v -> {}
                case SignatureCheck.Unsigned u -> throw new DecodeException("the order is refused: it is not signed");
                case SignatureCheck.UnknownKey u ->
                    throw new DecodeException("the order is refused: nobody trusts the key '" + u.keyId() + "'");
                case SignatureCheck.Invalid i ->
                    throw new DecodeException("the order is refused: its signature is not valid: " + i.reason());
            }
        };
    }
}
