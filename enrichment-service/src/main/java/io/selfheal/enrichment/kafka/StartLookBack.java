package io.selfheal.enrichment.kafka;

import io.selfheal.enrichment.config.EnrichmentConfig;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading assessments starts: always a look-back ago, whatever was committed. A lookup may wait hours for quota,
 * far longer than a record can sensibly stay unacknowledged; so records are acknowledged when queued, and a restart or
 * a rebalance builds the queue anew from the topic. What was answered meanwhile is known from the verdicts and skipped.
 */
@ApplicationScoped
@Identifier("enrichment-assessments")
public class StartLookBack implements KafkaConsumerRebalanceListener {
    private final EnrichmentConfig config;

    StartLookBack(EnrichmentConfig config) {
        this.config = config;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        LookBack.seek(consumer, partitions, InstantSource.system().instant().minus(config.lookBack()));
    }
}
