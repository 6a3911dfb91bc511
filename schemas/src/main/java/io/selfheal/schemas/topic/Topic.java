package io.selfheal.schemas.topic;

import io.selfheal.schemas.codec.Codec;
import java.time.Duration;
import java.util.Set;

/**
 * A topic of the catalogue. Keys are UTF-8 text.
 *
 * @param <T> what its values are
 * @param name the topic's name
 * @param keyedBy what the key is, in words
 * @param codec of the values
 * @param partitions default number of partitions; topics that the analyzer joins by source have the same
 * @param cleanup what Kafka does with old records
 * @param retention how long records stay; of a compacted topic, how long its tombstones do
 * @param writers who may write
 * @param readers who may read
 */
public record Topic<T>(
        String name,
        String keyedBy,
        Codec<T> codec,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        Set<Role> writers,
        Set<Role> readers) {
    /** Kafka's {@code cleanup.policy}. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    public Topic {
        writers = Set.copyOf(writers);
        readers = Set.copyOf(readers);
    }
}
