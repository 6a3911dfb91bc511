package io.selfheal.standalone.fleet;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the compacted policy topic to its end. */
final class PolicyTopic {
    private PolicyTopic() {}

    /**
     * The entries in force, by name.
     *
     * @throws IOException if an entry cannot be read; the message names it
     */
    static Map<String, Policy> read(Map<String, Object> client) throws IOException {
        Map<String, Policy> entries = new TreeMap<>();
        TopicPartition all = new TopicPartition(Topics.POLICY.name(), 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(all));
            consumer.seekToBeginning(Set.of(all));
            long end = consumer.endOffsets(Set.of(all)).get(all);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    apply(entries, record);
                }
            }
        }
        return entries;
    }

    private static void apply(Map<String, Policy> entries, ConsumerRecord<String, byte[]> record) throws IOException {
        if (record.value() == null) {
            entries.remove(record.key());
            return;
        }
        try {
            entries.put(record.key(), Topics.POLICY.codec().decode(record.value()));
        } catch (DecodeException e) {
            throw new IOException("the entry " + record.key() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
