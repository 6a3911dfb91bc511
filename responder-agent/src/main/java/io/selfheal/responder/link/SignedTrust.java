package io.selfheal.responder.link;

import io.selfheal.schemas.sign.EntryCheck;
import io.selfheal.schemas.sign.EntryGate;
import io.selfheal.schemas.sign.LiftedHeader;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignatureCheck;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Believes records that are signed with a key of this node's own configuration, for what that key may ask for. About
 * 100 µs each; tombstones are checked like values, and must say when the block was lifted, or whoever holds the broker
 * could end every block.
 */
public final class SignedTrust implements Trust {
    private final RecordVerifier verifier;
    private final Set<String> mayDecide;
    private final Set<String> mayOrder;
    private final EntryGate allowlist;

    /**
     * A trust in these keys.
     *
     * @param verifier knows the keys of the configuration
     * @param mayDecide names of the keys that may write decisions
     * @param mayOrder names of the keys that may order this node to act
     * @param allowlist which entries hold of the fleet's allowlist
     */
    public SignedTrust(RecordVerifier verifier, Set<String> mayDecide, Set<String> mayOrder, EntryGate allowlist) {
        this.verifier = verifier;
        this.mayDecide = Set.copyOf(mayDecide);
        this.mayOrder = Set.copyOf(mayOrder);
        this.allowlist = allowlist;
    }

    @Override
    public Optional<String> refusal(ConsumerRecord<byte[], byte[]> message) {
        return switch (author(message, mayDecide)) {
            case Author.Known known -> Optional.empty();
            case Author.Nobody(String reason) -> Optional.of(reason);
        };
    }

    @Override
    public EntryCheck allowance(ConsumerRecord<byte[], byte[]> message) {
        String key = new String(message.key(), StandardCharsets.UTF_8);
        return allowlist.check(message.topic(), key, message.value(), message.headers(), message.offset());
    }

    @Override
    public Optional<Instant> lifted(ConsumerRecord<byte[], byte[]> message) {
        String key = new String(message.key(), StandardCharsets.UTF_8);
        return LiftedHeader.read(verifier, message.topic(), key, message.headers())
                .filter(lifted -> mayDecide.contains(lifted.keyId()))
                .map(LiftedHeader.Lifted::at);
    }

    @Override
    public Author author(ConsumerRecord<byte[], byte[]> message) {
        return author(message, mayOrder);
    }

    private Author author(ConsumerRecord<byte[], byte[]> message, Set<String> allowed) {
        String key = new String(message.key(), StandardCharsets.UTF_8);
        return switch (verifier.verify(message.topic(), key, message.value(), message.headers())) {
            case SignatureCheck.Valid(String keyId) ->
                allowed.contains(keyId)
                        ? new Author.Known(keyId)
                        : new Author.Nobody("the key " + keyId + " may not ask for this here (trust.keys)");
            case SignatureCheck.Unsigned unsigned -> new Author.Nobody("it is not signed");
            case SignatureCheck.UnknownKey(String keyId) ->
                new Author.Nobody("its key " + keyId + " is not known here");
            case SignatureCheck.Invalid(String reason) -> new Author.Nobody(reason);
        };
    }
}
