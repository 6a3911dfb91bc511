package io.selfheal.e2e.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.stream.AnalyzerTopology;
import io.selfheal.e2e.broker.ThreeBrokers;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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

/** A broker with the fleet's topics of two partitions each, what is written to it, and analyzers that read it. */
public final class BrokerAndAnalyzers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final String bootstrap;
    private final Runnable stop;
    private final KafkaProducer<String, byte[]> producer;

    private BrokerAndAnalyzers(Path directory, String bootstrap, Runnable stop) {
        this.directory = directory;
        this.bootstrap = bootstrap;
        this.stop = stop;
        this.producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer());
    }

    public static BrokerAndAnalyzers start(Path directory) throws IOException, InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        BrokerAndAnalyzers started = new BrokerAndAnalyzers(directory, kafka.bootstrapServers(), kafka::close);
        TopicSetup.createMissing(started.client(), Optional.of(2));
        return started;
    }

    /** The same on a cluster, with each topic on all of its brokers; the cluster is left running. */
    public static BrokerAndAnalyzers on(ThreeBrokers cluster, Path directory) throws InterruptedException {
        BrokerAndAnalyzers started = new BrokerAndAnalyzers(directory, cluster.bootstrap(), () -> {});
        TopicSetup.createMissing(started.client(), Optional.of(2), Optional.of((short) 3));
        return started;
    }

    public String bootstrap() {
        return bootstrap;
    }

    private Map<String, Object> client() {
        return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
    }

    /** A running analyzer; instances of one application share its partitions. */
    public KafkaStreams analyzer(String application, String instance) {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
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

    /** Failed logins of one source, numbered from this to that one. */
    public void failures(String source, int from, int to) throws ExecutionException, InterruptedException {
        Instant now = Instant.now();
        for (int i = from; i <= to; i++) {
            Authentication event = failure(source, i, now.plusMillis(i));
            write(Topics.EVENTS, event.key(), event);
        }
    }

    /** One failed login; the number tells it from the source's others. */
    public static Authentication failure(String source, int number, Instant at) {
        Origin origin = new Origin(
                "event-" + source + "-" + number,
                at,
                "web-1",
                "sshd",
                IpAddress.parse(source),
                40_000 + number,
                null,
                1,
                "sshd",
                100 + number,
                null,
                null);
        return new Authentication(
                origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", "root", false, "password", null);
    }

    /** Writes one record and waits for the broker. */
    public <T> void write(Topic<T> topic, String key, T value) throws ExecutionException, InterruptedException {
        write(topic, key, topic.codec().encode(value));
    }

    /** Writes what need not be readable, and waits for the broker. */
    public void write(Topic<?> topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    /** Waits until the application committed everything that stands on the events topic. */
    public void awaitCommitted(String application) {
        try (Admin admin = Admin.create(client());
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
    public Set<String> decided() {
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

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close();
        stop.run();
    }
}
