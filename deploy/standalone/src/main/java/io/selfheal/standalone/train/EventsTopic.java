package io.selfheal.standalone.train;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything that the events topic still holds, up to now; a source's events are of one partition, in order. */
final class EventsTopic {
    private EventsTopic() {}

    /**
     * Gives each event on, partition after partition.
     *
     * @return records that could not be read
     */
    static long read(Map<String, Object> client, Consumer<SecurityEvent> to) {
        long unread = 0;
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            for (TopicPartition partition : all) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        try {
                            to.accept(Topics.EVENTS.codec().decode(record.value()));
                        } catch (DecodeException e) {
                            unread++;
                        }
                    }
                }
            }
        }
        return unread;
    }
}
