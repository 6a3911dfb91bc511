package io.selfheal.analyzer.stream;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Where Kafka Streams keeps the profiles of sources: a compacted topic, keyed like the events, with a value for each
 * source as of the analyzer's last commit. To be read only.
 */
public final class ProfileChangelog {
    /** The analyzer's application id, unless somebody configured another. */
    public static final String DEFAULT_ANALYZER = "selfheal-analyzer";

    private ProfileChangelog() {}

    /** The topic of the analyzer with this application id. */
    public static String topic(String applicationId) {
        return applicationId + "-" + SourceProcessor.STORE + "-changelog";
    }

    /** The partition in which a key stands, as Kafka's producers choose it. */
    public static int partition(String key, int partitions) {
        try (StringSerializer serializer = new StringSerializer()) {
            return BuiltInPartitioner.partitionForKey(serializer.serialize("", key), partitions);
        }
    }
}
