package io.selfheal.standalone.fleet;

import io.selfheal.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A small topic of one partition, from its beginning to where it ends now. */
final class WholeTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    private WholeTopic() {}

    /** Takes a record, in the topic's order. */
    interface Taker {
        void take(ConsumerRecord<String, byte[]> entry) throws IOException;
    }

    /**
     * Reads it.
     *
     * @return how many records there were
     * @throws IOException what the taker throws
     */
    static long read(Topic<?> topic, Map<String, Object> client, Taker taker) throws IOException {
        long count = 0;
        TopicPartition all = new TopicPartition(topic.name(), 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(all));
            consumer.seekToBeginning(Set.of(all));
            long end = consumer.endOffsets(Set.of(all)).get(all);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                    taker.take(entry);
                    count++;
                }
            }
        }
        return count;
    }
}
