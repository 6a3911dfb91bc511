package io.selfheal.standalone.broker;

import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the catalogue's topics in a cluster. Topics that exist are left as they are. */
public final class TopicSetup {
    private TopicSetup() {}

    /**
     * Creates what is missing.
     *
     * @param client properties of a Kafka client, with {@code bootstrap.servers}
     * @param partitions overrides the catalogue's number of partitions; empty for the catalogue's
     * @return the names of the topics that were created
     * @throws InterruptedException if the thread was interrupted while waiting for the broker
     */
    public static List<String> createMissing(Map<String, Object> client, Optional<Integer> partitions)
            throws InterruptedException {
        return createMissing(client, partitions, Optional.empty());
    }

    /**
     * Creates what is missing.
     *
     * @param replication on how many brokers each partition lies; empty for what the brokers do by default
     * @return as the other
     * @throws InterruptedException as the other
     */
    public static List<String> createMissing(
            Map<String, Object> client, Optional<Integer> partitions, Optional<Short> replication)
            throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            var results = admin.createTopics(Topics.ALL.stream()
                            .map(t -> newTopic(t, partitions, replication))
                            .toList())
                    .values();
            Stream.Builder<String> created = Stream.builder();
            for (var result : results.entrySet()) {
                try {
                    result.getValue().get();
                    created.add(result.getKey());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("cannot create the topic " + result.getKey(), e.getCause());
                    }
                }
            }
            return created.build().sorted().toList();
        }
    }

    /** Of several replicas all but one must have a record before it counts as written, so that one may be away. */
    static NewTopic newTopic(Topic<?> topic, Optional<Integer> partitions, Optional<Short> replication) {
        Map<String, String> config = new HashMap<>(cleanup(topic));
        replication.ifPresent(
                replicas -> config.put("min.insync.replicas", Integer.toString(Math.max(1, replicas - 1))));
        int count = topic.partitions() == 1 ? 1 : partitions.orElse(topic.partitions());
        return new NewTopic(topic.name(), Optional.of(count), replication).configs(config);
    }

    private static Map<String, String> cleanup(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case DELETE ->
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(topic.retention().toMillis()));
            case COMPACT ->
                Map.of(
                        "cleanup.policy",
                        "compact",
                        "delete.retention.ms",
                        Long.toString(topic.retention().toMillis()),
                        "min.cleanable.dirty.ratio",
                        "0.1",
                        "segment.ms",
                        "3600000");
        };
    }
}
