package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import io.selfheal.test.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector against a real broker that is not there yet, goes away, and comes back. */
class KafkaOutageTest {
    @TempDir
    Path directory;

    private Path log;
    private int written;

    @Test
    void losesNothingWhenKafkaStartsLateGoesAwayAndComesBackAndTheCollectorIsRestartedMeanwhile() throws Exception {
        log = directory.resolve("auth.log");
        write(200);
        try (TestBroker broker = new TestBroker(directory.resolve("broker"))) {
            CollectorConfig config = config(broker.bootstrap());
            try (CollectorAgent agent = CollectorAgent.start(config)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> status(config).contains("\"away\""));
                broker.start();
                awaitEvents(broker, 200);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> status(config).contains("\"connected\""));

                broker.stop();
                write(20_000);
                Files.move(log, directory.resolve("auth.log.1"));
                write(100);
                assertThat(agent).isNotNull();
            }
            try (CollectorAgent agent = CollectorAgent.start(config)) {
                write(100);
                broker.start();
                Map<String, Integer> ids = awaitEvents(broker, written);
                assertThat(ids).hasSize(written);
                assertThat(agent).isNotNull();
                awaitVitals(broker);
            }
            try (CollectorAgent agent = CollectorAgent.start(config)) {
                write(10);
                Map<String, Integer> ids = awaitEvents(broker, written);
                assertThat(ids).hasSize(written);
                assertThat(agent).isNotNull();
            }
        }
    }

    private CollectorConfig config(String bootstrap) {
        return YamlConfig.parse(
                "collector.yaml", """
                host-name: node1
                kafka:
                  bootstrap: %s
                state-directory: %s
                sources:
                  - path: %s
                    type: syslog
                    zone: UTC
                    start: beginning
                limits:
                  in-flight-events: 1000
                vitals-interval: 1s
                """.formatted(bootstrap, directory.resolve("state"), log), CollectorConfig.class);
    }

    private static String status(CollectorConfig config) throws IOException {
        Path file = CollectorAgent.statusFile(config);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(
                    "Nov 21 12:00:00 node1 sshd[%d]: Failed password for invalid user u%d from 203.0.113.%d port %d ssh2\n"
                            .formatted(1 + written % 30_000, written, written % 250, 1024 + written % 60_000));
            written++;
        }
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Ids of the events in the topic, with how often each stands there; waits until there are as many as expected. */
    private static Map<String, Integer> awaitEvents(TestBroker broker, int expected) throws Exception {
        Map<String, Integer> ids = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer(broker)) {
            consumer.subscribe(List.of(Topics.EVENTS.name()));
            long deadline = System.nanoTime() + Duration.ofSeconds(150).toNanos();
            while (ids.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    SecurityEvent event = Topics.EVENTS.codec().decode(found.value());
                    assertThat(found.key()).isEqualTo(event.key());
                    ids.merge(event.id(), 1, Integer::sum);
                }
            }
        }
        assertThat(ids).hasSize(expected);
        return ids;
    }

    private static void awaitVitals(TestBroker broker) throws Exception {
        List<Vitals> vitals = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer(broker)) {
            consumer.subscribe(List.of(Topics.VITALS.name()));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (vitals.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    vitals.add(Topics.VITALS.codec().decode(found.value()));
                }
            }
        }
        assertThat(vitals.getFirst().agent()).isEqualTo("collector");
        assertThat(vitals.getFirst().sources()).hasSize(1);
    }

    private static KafkaConsumer<String, byte[]> consumer(TestBroker broker) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "group.id",
                        "test-" + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
