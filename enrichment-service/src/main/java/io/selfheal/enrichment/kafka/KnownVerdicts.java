package io.selfheal.enrichment.kafka;

import io.selfheal.enrichment.cache.WarmUp;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the verdicts from their beginning (each instance all of them) and tells the warm-up where they end. */
@ApplicationScoped
@Identifier("enrichment-known-verdicts")
public class KnownVerdicts implements KafkaConsumerRebalanceListener {
    private final WarmUp warmUp;

    KnownVerdicts(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        readAll(consumer, partitions, warmUp);
    }

    /** Begins at the first records and tells the warm-up which are the last. */
    static void readAll(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, WarmUp warmUp) {
        warmUp.readUntil(
                byPartition(consumer.beginningOffsets(partitions)), byPartition(consumer.endOffsets(partitions)));
        consumer.seekToBeginning(partitions);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().partition(), Map.Entry::getValue));
    }
}
