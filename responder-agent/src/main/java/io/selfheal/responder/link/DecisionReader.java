package io.selfheal.responder.link;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.log.Reason;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code responder-reader}: reads policy, decisions and orders from their beginning, without a group, since
 * every responder reads everything. The policy is read to its end first: whom not to block is known before anybody is
 * blocked. Within the first reading only the newest value of each target counts. {@link #anew} begins it all again.
 */
final class DecisionReader implements Runnable {
    private static final Log LOG = Log.of(DecisionReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 10_000;

    private final KafkaSettings settings;
    private final Reader reader;
    private final Inbox inbox;
    private final LinkState state;
    private final InstantSource clock;
    private volatile boolean open = true;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    DecisionReader(KafkaSettings settings, Reader reader, Inbox inbox, LinkState state, InstantSource clock) {
        this.settings = settings;
        this.reader = reader;
        this.inbox = inbox;
        this.state = state;
        this.clock = clock;
    }

    @Override
    public void run() {
        long retry = FIRST_RETRY_MILLIS;
        while (open) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                // Told to stop, or to begin anew.
                LOG.debug("reader woken", "open", open);
            } catch (InterruptException | InterruptedException e) {
                return;
            } catch (KafkaException e) {
                state.away(Reason.of(e), clock.instant());
                if (!pause(retry)) {
                    return;
                }
                retry = state.isConnected() ? FIRST_RETRY_MILLIS : Math.min(retry * 2, LAST_RETRY_MILLIS);
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        List<TopicPartition> policy = partitions(consumer, Topics.POLICY);
        List<TopicPartition> decisions = partitions(consumer, Topics.DECISIONS);
        List<TopicPartition> orders = partitions(consumer, Topics.ORDERS);
        state.connected(clock.instant());
        consumer.assign(policy);
        consumer.seekToBeginning(policy);
        reader.gatherPolicy();
        readToEnd(consumer, policy, reader::read);
        if (!open) {
            return;
        }
        reader.handOverPolicy();
        List<TopicPartition> all = new ArrayList<>(policy);
        all.addAll(decisions);
        all.addAll(orders);
        Map<TopicPartition, Long> policyAt = new HashMap<>();
        policy.forEach(partition -> policyAt.put(partition, consumer.position(partition)));
        consumer.assign(decisions);
        consumer.seekToBeginning(decisions);
        FirstReading first = new FirstReading();
        readToEnd(consumer, decisions, first::add);
        if (!open) {
            return;
        }
        handOver(first);
        Map<TopicPartition, Long> decisionsAt = new HashMap<>();
        decisions.forEach(partition -> decisionsAt.put(partition, consumer.position(partition)));
        consumer.assign(all);
        policyAt.forEach(consumer::seek);
        decisionsAt.forEach(consumer::seek);
        consumer.seekToBeginning(orders);
        while (open) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                reader.read(message);
            }
            watchConnection(consumer);
        }
    }

    private void handOver(FirstReading first) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> message : first.newest()) {
            reader.read(message);
        }
        inbox.caughtUp();
        state.caughtUp();
    }

    /** What is done with a record. */
    private interface Step {
        void take(ConsumerRecord<byte[], byte[]> message) throws InterruptedException;
    }

    private void readToEnd(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, Step step)
            throws InterruptedException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
        while (open && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                step.take(message);
            }
            watchConnection(consumer);
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Topic<?> topic) {
        var found = consumer.partitionsFor(topic.name(), ASK);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("the topic " + topic.name() + " does not exist yet");
        }
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /** poll does not say that no broker is there any more; the client's own count of connections does. */
    private void watchConnection(Consumer<byte[], byte[]> consumer) {
        for (var metric : consumer.metrics().entrySet()) {
            if (metric.getKey().name().equals("connection-count")
                    && metric.getValue().metricValue() instanceof Double count) {
                if (count > 0) {
                    state.connected(clock.instant());
                } else {
                    state.away("no broker is connected", clock.instant());
                }
                return;
            }
        }
    }

    /** Reads everything again with a new client; from any thread. */
    void anew() {
        wake();
    }

    void stop() {
        open = false;
        wake();
        LOG.debug("reader stopping");
    }

    private void wake() {
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
