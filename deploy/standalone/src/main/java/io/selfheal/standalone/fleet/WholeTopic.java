package io.selfheal.standalone.fleet;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A topic, or those partitions of it that matter, from its beginning or a moment to where it ends now. */
public final class WholeTopic {
    private static final Duration POLL = Duration.ofMillis(200);

    private WholeTopic() {}

    /** Takes a record, in its partition's order. */
    public interface Taker {
        void take(ConsumerRecord<String, byte[]> entry) throws IOException;
    }

    /**
     * Reads all of it.
     *
     * @return how many records there were
     * @throws IOException what the taker throws
     * @throws UnknownTopicOrPartitionException if there is no such topic; it is not made
     */
    public static long read(Topic<?> topic, Map<String, Object> client, Taker taker) throws IOException {
        return read(topic.name(), WholeTopic::all, Instant.EPOCH, client, taker);
    }

    /**
     * Reads the partition that a key stands in.
     *
     * @param partition which one it is of so many
     * @param from leaves out what was written before
     * @return how many records there were
     * @throws IOException what the taker throws
     * @throws UnknownTopicOrPartitionException if there is no such topic; it is not made
     */
    public static long readPartition(
            String topic, IntFunction<Integer> partition, Instant from, Map<String, Object> client, Taker taker)
            throws IOException {
        return read(topic, count -> List.of(partition.apply(count)), from, client, taker);
    }

    /**
     * What a compacted topic says now, by key.
     *
     * @throws IOException if an entry cannot be read; the message names it
     * @throws UnknownTopicOrPartitionException if there is no such topic; it is not made
     */
    public static <T> Map<String, T> newest(Topic<T> topic, Map<String, Object> client) throws IOException {
        Map<String, T> entries = new TreeMap<>();
        read(topic, client, entry -> {
            T said = decoded(topic, entry);
            if (said == null) {
                entries.remove(entry.key());
            } else {
                entries.put(entry.key(), said);
            }
        });
        return entries;
    }

    /**
     * What a record says; null if it says that what has its key is gone.
     *
     * @throws IOException if it cannot be read; the message names it
     */
    public static <T> @Nullable T decoded(Topic<T> topic, ConsumerRecord<String, byte[]> entry) throws IOException {
        try {
            return entry.value() == null ? null : topic.codec().decode(entry.value());
        } catch (DecodeException e) {
            throw new IOException(
                    entry.topic() + "-" + entry.partition() + " offset " + entry.offset() + ", the entry " + entry.key()
                            + ", cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static List<Integer> all(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static long read(
            String topic, IntFunction<List<Integer>> wanted, Instant from, Map<String, Object> client, Taker taker)
            throws IOException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        long read = 0;
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            int count = consumer.partitionsFor(topic).size();
            if (count == 0) {
                throw new UnknownTopicOrPartitionException("there is no topic " + topic);
            }
            List<TopicPartition> parts = wanted.apply(count).stream()
                    .map(number -> new TopicPartition(topic, number))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(parts);
            consumer.assign(parts);
            seek(consumer, parts, from, ends);
            while (parts.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                    taker.take(entry);
                    read++;
                }
            }
        }
        return read;
    }

    private static void seek(
            KafkaConsumer<String, byte[]> consumer,
            List<TopicPartition> parts,
            Instant from,
            Map<TopicPartition, Long> ends) {
        if (from.equals(Instant.EPOCH)) {
            consumer.seekToBeginning(parts);
            return;
        }
        Map<TopicPartition, Long> asked = new HashMap<>();
        parts.forEach(part -> asked.put(part, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        for (TopicPartition part : parts) {
            OffsetAndTimestamp first = found.get(part);
            consumer.seek(part, first == null ? ends.get(part) : first.offset());
        }
    }
}
