package io.selfheal.enrichment.kafka;

import io.selfheal.enrichment.config.EnrichmentConfig;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where reading outcomes starts: a look-back ago, for the reason that {@link StartLookBack} gives. */
@ApplicationScoped
@Identifier("enrichment-outcomes")
public class OutcomesLookBack implements KafkaConsumerRebalanceListener {
    private final EnrichmentConfig config;

    OutcomesLookBack(EnrichmentConfig config) {
        this.config = config;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        LookBack.seek(consumer, partitions, InstantSource.system().instant().minus(config.lookBack()));
    }
}
