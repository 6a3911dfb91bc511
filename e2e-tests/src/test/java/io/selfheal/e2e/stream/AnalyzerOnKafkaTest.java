package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.stream.AnalyzerTopology;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerOnKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        TopicSetup.createMissing(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()), Optional.of(2));
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        kafka.close();
    }

    @Test
    void aRestartedAnalyzerRemembersWhatItCounted() throws Exception {
        String attacker = "203.0.113.10";
        try (KafkaStreams first = analyzer("restart", "a")) {
            failures(attacker, 1, 4);
            awaitCommitted("restart");
            assertThat(first.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }

        try (KafkaStreams second = analyzer("restart", "b")) {
            failures(attacker, 5, 5);

            assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(decided()).contains(attacker));
        }
    }

    @Test
    void aRebalanceTakesProfilesToTheInstanceThatJudgesNow() throws Exception {
        try (KafkaStreams first = analyzer("rebalance", "c")) {
            for (int i = 1; i <= 8; i++) {
                failures("198.51.100." + i, 1, 4);
            }
            awaitCommitted("rebalance");
            try (KafkaStreams second = analyzer("rebalance", "d")) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(partitionsOfEvents(first)).hasSize(1);
                    assertThat(partitionsOfEvents(second)).hasSize(1);
                });
                for (int i = 1; i <= 8; i++) {
                    failures("198.51.100." + i, 5, 5);
                }

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(decided())
                                .contains("198.51.100.1", "198.51.100.4", "198.51.100.8")
                                .filteredOn(key -> key.startsWith("198.51.100.") && !key.contains("/"))
                                .hasSize(8));
            }
        }
    }

    @Test
    void sourcesOfAllPartitionsMeetInTheirNetworkAndARestartLosesNoMember() throws Exception {
        try (KafkaStreams first = analyzer("groups", "e")) {
            for (int i = 1; i <= 4; i++) {
                failures("192.0.2." + i, 1, 5);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(decided()).contains("192.0.2.1", "192.0.2.4"));
            awaitCommitted("groups");
            assertThat(first.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(decided()).doesNotContain("192.0.2.0/24");
        }

        try (KafkaStreams second = analyzer("groups", "f")) {
            failures("192.0.2.5", 1, 5);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(decided()).contains("192.0.2.5", "192.0.2.0/24"));
            assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
    }

    /** The partitions of sources that an instance judges; groups have tasks of their own. */
    private static List<TopicPartition> partitionsOfEvents(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.EVENTS.name()))
                .toList();
    }

    private static KafkaStreams analyzer(String application, String instance) {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        p.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(instance).toString());
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        KafkaStreams streams =
                new KafkaStreams(AnalyzerTopology.shipped(PolicyBook.defaults(), new SimpleMeterRegistry(), 1000), p);
        streams.start();
        await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.RUNNING);
        return streams;
    }

    private static void failures(String source, int from, int to) throws ExecutionException, InterruptedException {
        Instant now = Instant.now();
        for (int i = from; i <= to; i++) {
            Origin origin = new Origin(
                    "event-" + source + "-" + i,
                    now.plusMillis(i),
                    "web-1",
                    "sshd",
                    IpAddress.parse(source),
                    40_000 + i,
                    null,
                    1,
                    "sshd",
                    100 + i,
                    null,
                    null);
            Authentication event = new Authentication(
                    origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", "root", false, "password", null);
            producer.send(new ProducerRecord<>(
                            Topics.EVENTS.name(),
                            event.key(),
                            Topics.EVENTS.codec().encode(event)))
                    .get();
        }
    }

    /** Waits until the application committed everything that stands on the events topic. */
    private static void awaitCommitted(String application) {
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
                KafkaConsumer<String, byte[]> consumer = consumer()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                var committed = admin.listConsumerGroupOffsets(application)
                        .partitionsToOffsetAndMetadata()
                        .get();
                for (int partition = 0; partition < 2; partition++) {
                    TopicPartition tp = new TopicPartition(Topics.EVENTS.name(), partition);
                    long end = consumer.endOffsets(Set.of(tp)).get(tp);
                    long done = committed.containsKey(tp) ? committed.get(tp).offset() : 0;
                    assertThat(done).isEqualTo(end);
                }
            });
        }
    }

    /** Keys of all decisions so far. */
    private static Set<String> decided() {
        Set<String> keys = new HashSet<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Set<TopicPartition> all = Set.of(
                    new TopicPartition(Topics.DECISIONS.name(), 0), new TopicPartition(Topics.DECISIONS.name(), 1));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(tp -> consumer.position(tp) < ends.get(tp))) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> keys.add(r.key()));
            }
        }
        return keys;
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
