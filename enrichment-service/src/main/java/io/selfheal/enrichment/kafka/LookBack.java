package io.selfheal.enrichment.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Begins to read at a point in time, whatever was committed. */
final class LookBack {
    private LookBack() {}

    /** @param since when the first records that are wanted were written */
    static void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant since) {
        long from = since.toEpochMilli();
        // The ends first: a record that arrives in between is then still ahead of us.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> wanted = partitions.stream().collect(Collectors.toMap(p -> p, p -> from));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        }
    }
}
