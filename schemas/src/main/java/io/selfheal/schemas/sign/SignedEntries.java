package io.selfheal.schemas.sign;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Believes entries that are signed by keys that may, and none that was said before the one that is known under its name:
 * whoever holds the broker could show one again that was taken back. About 200 µs each. For one thread.
 */
public final class SignedEntries implements EntryGate {
    private final RecordVerifier verifier;
    private final Set<String> may;
    private final EntryTimes times;

    /**
     * A gate for these keys.
     *
     * @param verifier knows keys, perhaps more than may write entries
     * @param may names of the keys that may
     * @param times what is known of entries that held before
     */
    public SignedEntries(RecordVerifier verifier, Set<String> may, EntryTimes times) {
        this.verifier = verifier;
        this.may = Set.copyOf(may);
        this.times = times;
    }

    @Override
    public EntryCheck check(String topic, String key, byte @Nullable [] value, Headers headers, long offset) {
        return switch (verifier.verify(topic, key, value, headers)) {
            case SignatureCheck.Valid(String keyId) ->
                may.contains(keyId)
                        ? times.take(key, said(topic, key, value, headers), offset)
                        : new EntryCheck.Refused("the key '" + keyId + "' may not write entries here");
            case SignatureCheck.Unsigned unsigned -> new EntryCheck.Refused("it is not signed");
            case SignatureCheck.UnknownKey(String keyId) ->
                new EntryCheck.Refused("nobody trusts the key '" + keyId + "'");
            case SignatureCheck.Invalid(String reason) ->
                new EntryCheck.Refused("its signature is not valid: " + reason);
        };
    }

    /** Empty for entries of programs that wrote no time yet, and for a time that nobody signed who may. */
    private Optional<Instant> said(String topic, String key, byte @Nullable [] value, Headers headers) {
        return SaidHeader.read(verifier, topic, key, value, headers)
                .filter(said -> may.contains(said.keyId()))
                .map(SignedInstant::at);
    }
}
