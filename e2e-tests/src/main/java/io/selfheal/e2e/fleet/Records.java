package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.Inside;
import io.selfheal.e2e.lab.LabException;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on a topic of a broker inside a network namespace. */
public final class Records {
    private static final int TIMEOUT_MS = 90_000;

    private Records() {}

    /** Every value from the topic's beginning to its end at this moment, in the order of each partition. */
    public static <T> List<T> of(Topic<T> topic, String netns, String bootstrap) {
        return Inside.call(netns, () -> read(topic, bootstrap));
    }

    /** Every value of a topic of a broker that this machine reaches. */
    public static <T> List<T> read(Topic<T> topic, String bootstrap) {
        return readStamped(topic, bootstrap).stream().map(Stamped::value).toList();
    }

    /**
     * A value and when its writer wrote it.
     *
     * @param millis since 1970, by the writer's clock
     */
    public record Stamped<T>(long millis, T value) {}

    /** As {@link #of}, with the times of writing. */
    public static <T> List<Stamped<T>> stamped(Topic<T> topic, String netns, String bootstrap) {
        return Inside.call(netns, () -> readStamped(topic, bootstrap));
    }

    private static <T> List<Stamped<T>> readStamped(Topic<T> topic, String bootstrap) {
        Map<String, Object> client = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Stamped<T>> values = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> found : consumer.poll(Duration.ofMillis(100))) {
                    if (found.value() != null) {
                        values.add(
                                new Stamped<>(found.timestamp(), topic.codec().decode(found.value())));
                    }
                }
            }
            return values;
        } catch (DecodeException | KafkaException e) {
            throw new LabException("cannot read " + topic.name(), e);
        }
    }
}
