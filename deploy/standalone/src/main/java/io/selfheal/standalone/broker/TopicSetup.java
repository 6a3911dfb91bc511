package io.selfheal.standalone.broker;

import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
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
        try (Admin admin = Admin.create(client)) {
            var results = admin.createTopics(Topics.ALL.stream()
                            .map(t -> newTopic(t, partitions))
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

    private static NewTopic newTopic(Topic<?> topic, Optional<Integer> partitions) {
        Map<String, String> config =
                switch (topic.cleanup()) {
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
                                "min.cleanable.dirty.ratio",
                                "0.1",
                                "segment.ms",
                                "3600000");
                };
        int count = topic.partitions() == 1 ? 1 : partitions.orElse(topic.partitions());
        return new NewTopic(topic.name(), Optional.of(count), Optional.empty()).configs(config);
    }
}
