package io.selfheal.responder.link;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * For a node without keys: records are believed when the brokers are on this host, or when its configuration says so.
 *
 * @param allowed whether they are
 */
public record UnsignedTrust(boolean allowed) implements Trust {
    /** The name of whoever writes without a signature. */
    public static final String AUTHOR = "unsigned";

    private static final String REFUSAL = "no keys are configured (trust.keys), and the brokers are not on this host";

    @Override
    public Optional<String> refusal(ConsumerRecord<byte[], byte[]> message) {
        return allowed ? Optional.empty() : Optional.of(REFUSAL);
    }

    /** Policy is believed from everybody where no key may write it. */
    @Override
    public Optional<String> policyRefusal(ConsumerRecord<byte[], byte[]> message) {
        return Optional.empty();
    }

    /** Whoever is believed without a signature may show what he likes. */
    @Override
    public Optional<Instant> lifted(ConsumerRecord<byte[], byte[]> message) {
        return allowed ? Optional.of(Instant.MAX) : Optional.empty();
    }

    @Override
    public Author author(ConsumerRecord<byte[], byte[]> message) {
        return allowed ? new Author.Known(AUTHOR) : new Author.Nobody(REFUSAL);
    }
}
