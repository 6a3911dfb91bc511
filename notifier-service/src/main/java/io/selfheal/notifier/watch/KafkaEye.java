package io.selfheal.notifier.watch;

import io.selfheal.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks how far the analyzer's group has come in the topic of events. For one thread. */
public final class KafkaEye implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Admin admin;
    private final String group;

    /**
     * @param client properties of a Kafka client with {@code bootstrap.servers}; what only consumers know is ignored
     * @param group the analyzer's
     * @throws KafkaException if the properties cannot be used, as where no broker's name resolves yet
     */
    public KafkaEye(Map<String, Object> client, String group) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "selfheal-notifier-watch");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        this.admin = Admin.create(settings);
        this.group = group;
    }

    /** Takes half a minute at most where Kafka does not answer. */
    public Progress look() throws InterruptedException {
        try {
            String topic = Topics.EVENTS.name();
            List<TopicPartition> partitions =
                    get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                            .map(TopicPartitionInfo::partition)
                            .map(number -> new TopicPartition(topic, number))
                            .toList();
            Map<TopicPartition, OffsetAndMetadata> taken =
                    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, ListOffsetsResultInfo> first = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> end = offsets(partitions, OffsetSpec.latest());
            long behind = 0;
            long sum = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata committed = taken.get(partition);
                // What retention took away cannot be taken any more.
                long at = Math.max(
                        committed == null ? 0 : committed.offset(),
                        first.get(partition).offset());
                behind += Math.max(0, end.get(partition).offset() - at);
                sum += at;
            }
            return new Progress.Seen(behind, sum);
        } catch (ExecutionException e) {
            String cause = String.valueOf(e.getCause().getMessage());
            return switch (e.getCause()) {
                case AuthorizationException denied -> new Progress.Denied(cause);
                case UnknownTopicOrPartitionException noTopic -> new Progress.Seen(0, 0);
                default -> new Progress.Away(cause);
            };
        } catch (TimeoutException e) {
            return new Progress.Away("no answer within " + LIMIT.toSeconds() + " s");
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        return get(admin.listOffsets(asked).all());
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
