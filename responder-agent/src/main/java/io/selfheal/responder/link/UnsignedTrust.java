package io.selfheal.responder.link;

import io.selfheal.schemas.sign.EntryCheck;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * For a node without keys: records are believed where nobody else can write them, or when its configuration says so.
 *
 * @param doubt why somebody else may have written a record that comes now; empty if nobody can
 */
public record UnsignedTrust(Supplier<Optional<String>> doubt) implements Trust {
    /** The name of whoever writes without a signature. */
    public static final String AUTHOR = "unsigned";

    @Override
    public Optional<String> refusal(ConsumerRecord<byte[], byte[]> message) {
        return doubt.get().map(UnsignedTrust::because);
    }

    /** The allowlist is believed from everybody where no key may write it. */
    @Override
    public EntryCheck allowance(ConsumerRecord<byte[], byte[]> message) {
        return new EntryCheck.Holds();
    }

    /** Whoever is believed without a signature may show what he likes. */
    @Override
    public Optional<Instant> lifted(ConsumerRecord<byte[], byte[]> message) {
        return doubt.get().isEmpty() ? Optional.of(Instant.MAX) : Optional.empty();
    }

    @Override
    public Author author(ConsumerRecord<byte[], byte[]> message) {
        return doubt.get()
                .<Author>map(reason -> new Author.Nobody(because(reason)))
                .orElseGet(() -> new Author.Known(AUTHOR));
    }

    private static String because(String doubt) {
        return "no keys are configured (trust.keys), and " + doubt;
    }
}
