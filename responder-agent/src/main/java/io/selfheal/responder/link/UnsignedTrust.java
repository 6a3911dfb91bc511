package io.selfheal.responder.link;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * For a node without keys: records are believed when the brokers are on this host, or when its configuration says so.
 *
 * @param allowed whether they are
 */
public record UnsignedTrust(boolean allowed) implements Trust {
    @Override
    public Optional<String> refusal(ConsumerRecord<byte[], byte[]> message) {
        return allowed
                ? Optional.empty()
                : Optional.of("no keys are configured (trust.keys), and the brokers are not on this host");
    }
}
