package io.selfheal.analyzer.stream;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Samples of the vitals of the last day, a minute and a half of each: whoever was there then and is not now is missed,
 * also by an analyzer that was away when he fell silent. All of a day would be thousands of records for each node.
 */
final class PastVitals {
    private static final List<Duration> BACK = List.of(
            Duration.ofHours(23),
            Duration.ofHours(12),
            Duration.ofHours(6),
            Duration.ofHours(3),
            Duration.ofHours(1),
            Duration.ofMinutes(20));

    /** Agents speak every half minute, if not told otherwise. */
    private static final Duration SAMPLE = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofSeconds(1);
    /** Of a sample: a slow broker does not keep the present waiting. */
    private static final int MOST_POLLS = 10;

    private final Consumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final BiConsumer<Vitals, Instant> heard;

    /**
     * What is read with this consumer, whose place changes.
     *
     * @param partitions all of the topic's
     * @param heard told of each, with about when it came
     */
    PastVitals(Consumer<String, byte[]> consumer, List<TopicPartition> partitions, BiConsumer<Vitals, Instant> heard) {
        this.consumer = consumer;
        this.partitions = List.copyOf(partitions);
        this.heard = heard;
    }

    /** Reads them, the oldest first. */
    void read(Instant now) {
        for (Duration back : BACK) {
            sample(now.minus(back));
        }
    }

    private void sample(Instant at) {
        Map<TopicPartition, Long> begins = offsets(consumer, partitions, at);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        ends.putAll(offsets(consumer, partitions, at.plus(SAMPLE)));
        List<TopicPartition> filled = partitions.stream()
                .filter(p -> begins.containsKey(p) && begins.getOrDefault(p, 0L) < ends.getOrDefault(p, 0L))
                .toList();
        consumer.assign(filled);
        filled.forEach(p -> consumer.seek(p, begins.getOrDefault(p, 0L)));
        for (int polls = 0; polls < MOST_POLLS && filled.stream().anyMatch(p -> isBefore(p, ends)); polls++) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    note(record, at);
                }
            }
        }
    }

    private boolean isBefore(TopicPartition partition, Map<TopicPartition, Long> ends) {
        return consumer.position(partition) < ends.getOrDefault(partition, 0L);
    }

    /** Where the first record from this moment on stands, in the partitions that have one. */
    static Map<TopicPartition, Long> offsets(
            Consumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant from) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(p -> times.put(p, from.toEpochMilli()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            OffsetAndTimestamp at = found;
            if (at != null) {
                offsets.put(partition, at.offset());
            }
        });
        return offsets;
    }

    /** What cannot be read is left out, as of the present. */
    private void note(ConsumerRecord<String, byte[]> record, Instant at) {
        try {
            if (record.value() != null) {
                heard.accept(Topics.VITALS.codec().decode(record.value()), at);
            }
        } catch (DecodeException e) {
            // the present tells of it
        }
    }
}
