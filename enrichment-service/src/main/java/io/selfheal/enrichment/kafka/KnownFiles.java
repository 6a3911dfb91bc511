package io.selfheal.enrichment.kafka;

import io.selfheal.enrichment.file.FileMemory;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the verdicts on files from their beginning, as {@link KnownVerdicts} those on addresses. */
@ApplicationScoped
@Identifier("enrichment-known-files")
public class KnownFiles implements KafkaConsumerRebalanceListener {
    private final FileMemory memory;

    KnownFiles(FileMemory memory) {
        this.memory = memory;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        KnownVerdicts.readAll(consumer, partitions, memory.warmUp());
    }
}
