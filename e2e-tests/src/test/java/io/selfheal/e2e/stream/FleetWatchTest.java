package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.analyzer.decide.News;
import io.selfheal.analyzer.policy.FleetModes;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.stream.FleetWatch;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.schemas.vitals.Vitals;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void knowsWhoEnforcesBeforeItReturnsAndHearsOfANodeThatIsArmed() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            try (KafkaProducer<String, byte[]> producer = producer(kafka)) {
                PolicyBook book = PolicyBook.defaults();
                say(producer, "web1", Mode.SIMULATE);
                say(producer, "web2", Mode.OFF);
                producer.send(new ProducerRecord<>(Topics.VITALS.name(), "web3", new byte[] {'?'}))
                        .get();

                try (FleetWatch watch = new FleetWatch(book, new News(1), InstantSource.system())) {
                    watch.start(streams(kafka.bootstrapServers()));

                    assertThat(book.current().fleet().idle()).containsExactlyInAnyOrder("web1", "web2");
                    assertThat(book.current().simulates()).isTrue();

                    say(producer, "web2", Mode.ACT);

                    await().atMost(PATIENCE).until(() -> !book.current().simulates());
                    assertThat(book.current().fleet().enforcing()).containsExactly("web2");
                }
            }
        }
    }

    /** COL-04. Not while the broker is away: then nobody can be heard. */
    @Test
    void tellsOfAnAgentThatIsNotHeardOfAnyMore() throws Exception {
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        News news = new News(100);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            try (KafkaProducer<String, byte[]> producer = producer(kafka);
                    FleetWatch watch = new FleetWatch(
                            PolicyBook.defaults(), news, () -> Instant.now().plus(later.get()))) {
                say(producer, "web1", Mode.ACT);
                say(producer, "web1", Mode.ACT);
                watch.start(streams(kafka.bootstrapServers()));
                watch.start(streams(kafka.bootstrapServers()));
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().equals("selfheal-fleet"))
                        .as("a second start changes nothing")
                        .hasSize(1);

                later.set(Duration.ofMinutes(6));

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(told(news)).containsExactly("agent-silent web1"));

                say(producer, "web1", Mode.ACT);
                say(producer, "web1", Mode.ACT);

                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(told(news)).containsExactly("agent-silent web1", "agent-back web1"));

                stop(kafka);
                TimeUnit.SECONDS.sleep(5);
                later.set(Duration.ofHours(6));
                TimeUnit.SECONDS.sleep(5);

                assertThat(told(news)).hasSize(2);
            }
        }
    }

    /** The analyzer was away when he fell silent; who speaks now is not missed, and who spoke once only neither. */
    @Test
    void missesWhoWasThereHoursAgo() throws Exception {
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        News news = new News(100);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            try (KafkaProducer<String, byte[]> producer = producer(kafka);
                    FleetWatch watch = new FleetWatch(
                            PolicyBook.defaults(), news, () -> Instant.now().plus(later.get()))) {
                send(producer, "old", Instant.now().minus(Duration.ofHours(30)));
                send(producer, "old", Instant.now().minus(Duration.ofHours(29)));
                Instant then = Instant.now().minus(Duration.ofHours(6)).plusSeconds(10);
                for (int i = 0; i < 3; i++) {
                    send(producer, "dead", then.plusSeconds(30L * i));
                    send(producer, "alive", then.plusSeconds(30L * i));
                }
                send(producer, "once", then.plusSeconds(40));
                for (int i = 0; i < 3; i++) {
                    send(producer, "alive", Instant.now());
                }
                watch.start(streams(kafka.bootstrapServers()));
                TimeUnit.SECONDS.sleep(5);
                assertThat(told(news)).isEmpty();

                later.set(Duration.ofMinutes(5).plusSeconds(1));
                send(producer, "alive", Instant.now());

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(told(news)).contains("agent-silent dead"));
                assertThat(told(news)).isSubsetOf("agent-silent dead", "agent-silent alive", "agent-back alive");
            }
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, String host, Instant at) throws Exception {
        Vitals vitals = new Vitals(at, host, "collector", "1", Instant.EPOCH, List.of(), null, Map.of());
        producer.send(new ProducerRecord<>(
                        Topics.VITALS.name(),
                        null,
                        at.toEpochMilli(),
                        host,
                        Topics.VITALS.codec().encode(vitals)))
                .get();
    }

    /** Where no responder spoke, the last day is read after the last minutes, and these a second time. */
    @Test
    void whatIsReadTwiceIsNotTakenForTwoNodes() throws Exception {
        News news = new News(100);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            try (KafkaProducer<String, byte[]> producer = producer(kafka);
                    FleetWatch watch = new FleetWatch(PolicyBook.defaults(), news, InstantSource.system())) {
                Instant first = Instant.now().minusSeconds(100);
                for (Instant started : List.of(first, first.plusSeconds(50), first.plusSeconds(50))) {
                    send(
                            producer,
                            new Vitals(Instant.now(), "web1", "collector", "1", started, List.of(), null, Map.of()));
                }
                watch.start(streams(kafka.bootstrapServers()));
                TimeUnit.SECONDS.sleep(3);

                assertThat(told(news)).isEmpty();

                send(producer, new Vitals(Instant.now(), "web1", "collector", "1", first, List.of(), null, Map.of()));

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(told(news)).containsExactly("agent-twice web1"));
            }
        }
    }

    /** Ends it before its time; once more does nothing. */
    private static void stop(EmbeddedKafka kafka) {
        kafka.close();
    }

    private List<String> told(News news) {
        news.take().forEach(alert -> told.add(alert.kind() + ' ' + alert.host()));
        return told;
    }

    /** With the catalogue's topics made. */
    private static KafkaProducer<String, byte[]> producer(EmbeddedKafka kafka) throws Exception {
        Map<String, Object> brokers = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        TopicSetup.createMissing(brokers, Optional.of(2));
        return new KafkaProducer<>(brokers, new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> streams(String bootstrap) {
        return Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "fleet", StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    }

    @Test
    void withoutKafkaNothingIsKnownAndTheStartGoesOn() {
        PolicyBook book = PolicyBook.defaults();
        try (FleetWatch watch = new FleetWatch(book, new News(1), InstantSource.system())) {
            watch.start(streams("127.0.0.1:1"));

            assertThat(book.current().fleet()).isEqualTo(FleetModes.UNKNOWN);
            assertThat(book.current().simulates()).isFalse();
        }
    }

    private static void say(KafkaProducer<String, byte[]> producer, String host, Mode mode) throws Exception {
        Vitals vitals = new Vitals(
                Instant.now(), host, "responder", "1", Instant.now(), List.of(), null, Map.of(ActionKind.BLOCK, mode));
        send(producer, vitals);
    }

    private static void send(KafkaProducer<String, byte[]> producer, Vitals vitals) throws Exception {
        producer.send(new ProducerRecord<>(
                        Topics.VITALS.name(),
                        vitals.host(),
                        Topics.VITALS.codec().encode(vitals)))
                .get();
    }
}
