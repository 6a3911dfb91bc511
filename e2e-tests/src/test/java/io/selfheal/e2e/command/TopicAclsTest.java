package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.bench.Child;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.stream.BrokerAndAnalyzers;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.topic.Role;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code selfheal topics --acls} against a broker that enforces them. */
class TopicAclsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ATTACKER = "203.0.113.50";

    @TempDir
    private static Path directory;

    private static GuardedBroker broker;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = GuardedBroker.start(directory);
        CommandRun.of(0, "topics", "--create", "--bootstrap", broker.bootstrap(), "--client-config", root());
        CommandRun made = CommandRun.of(
                0, "topics", "--acls", "--create", "--bootstrap", broker.bootstrap(), "--client-config", root());
        assertThat(made.output()).containsPattern("made [0-9]+ ACLs");
    }

    private static String root() throws IOException {
        return broker.file("broker");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWritesOrReadsWhatTheCatalogueDoesNotLetHim(Role role) {
        try (KafkaProducer<String, byte[]> producer = producer(role.moduleName());
                KafkaConsumer<String, byte[]> consumer = consumer(role.moduleName())) {
            for (Topic<?> topic : Topics.ALL) {
                if (!topic.writers().contains(role)) {
                    assertThat(catchThrowable(
                                    () -> producer.send(new ProducerRecord<>(topic.name(), "key", new byte[] {1}))
                                            .get()))
                            .as("%s writes %s", role, topic.name())
                            .rootCause()
                            .isInstanceOf(AuthorizationException.class);
                }
                if (!topic.readers().contains(role)) {
                    consumer.assign(Set.of(new TopicPartition(topic.name(), 0)));
                    assertThat(catchThrowable(() -> consumer.poll(PATIENCE)))
                            .as("%s reads %s", role, topic.name())
                            .isInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
    }

    @Test
    void whatTheyAllowIsEnoughFromAnEventToTheDecisionThatANodeReads() throws Exception {
        List<String> properties = new ArrayList<>(List.of(
                "-Dselfheal.state-dir=" + directory.resolve("streams"),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0"));
        broker.as("analyzer-service").forEach((name, value) -> properties.add("-Dkafka." + name + "=" + value));
        try (Child analyzer = Child.start("analyzer", Installation.here().analyzer(properties), directory);
                KafkaConsumer<String, byte[]> responder = consumer("responder-agent")) {
            failures();
            responder.assign(responder.partitionsFor(Topics.DECISIONS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            Set<String> decided = new HashSet<>();

            await().atMost(PATIENCE).untilAsserted(() -> {
                analyzer.check();
                responder.poll(Duration.ofSeconds(1)).forEach(record -> decided.add(record.key()));
                assertThat(decided).anyMatch(key -> key.contains(ATTACKER));
            });
        }
    }

    @Test
    void areShownAndAPrincipalForEachNodeCanBeNamed() throws Exception {
        CommandRun shown = CommandRun.of(
                0,
                "topics",
                "--acls",
                "--principal",
                "collector-agent=User:CN=web1",
                "--principal",
                "collector-agent=User:CN=web2");

        assertThat(shown.output())
                .containsPattern("User:CN=web1 +write +literal +topic selfheal\\.events")
                .containsPattern("User:CN=web2 +write +literal +topic selfheal\\.events")
                .containsPattern("User:analyzer-service +read +prefixed +group selfheal-analyzer")
                .doesNotContain("User:collector-agent");
        assertThat(CommandRun.of(2, "topics", "--acls", "--principal", "collector=User:x")
                        .errors())
                .contains("'collector' is no role; allowed: collector-agent, analyzer-service");
        assertThat(CommandRun.of(2, "topics", "--acls", "--principal", "collector-agent=anna")
                        .errors())
                .contains("'collector-agent=anna' is no principal; allowed: ROLE=User:NAME");
    }

    @Test
    void whoMayNotMakeThemIsTold() throws Exception {
        assertThat(CommandRun.of(
                                1,
                                "topics",
                                "--acls",
                                "--create",
                                "--bootstrap",
                                broker.bootstrap(),
                                "--client-config",
                                broker.file("collector-agent"))
                        .errors())
                .contains("selfheal topics: cannot make ACLs: ");
    }

    private static void failures() throws ExecutionException, InterruptedException {
        Instant now = Instant.now();
        try (KafkaProducer<String, byte[]> collector = producer("collector-agent")) {
            for (int i = 0; i < 6; i++) {
                Authentication event = BrokerAndAnalyzers.failure(ATTACKER, i, now.plusMillis(i));
                collector
                        .send(new ProducerRecord<>(
                                Topics.EVENTS.name(),
                                event.key(),
                                Topics.EVENTS.codec().encode(event)))
                        .get();
            }
        }
    }

    private static KafkaProducer<String, byte[]> producer(String principal) {
        return new KafkaProducer<>(settings(principal), new StringSerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<String, byte[]> consumer(String principal) {
        Map<String, Object> settings = settings(principal);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(String principal) {
        return new HashMap<>(broker.as(principal));
    }
}
