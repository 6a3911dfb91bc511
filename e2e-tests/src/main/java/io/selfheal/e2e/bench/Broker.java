package io.selfheal.e2e.bench;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker in a process of its own, and a look at how much its topics hold. */
final class Broker implements AutoCloseable {
    private final Child process;
    private final String bootstrap;
    private final KafkaConsumer<byte[], byte[]> looker;

    private Broker(Child process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
        this.looker = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Starts it with all topics, and as many partitions of them as the catalogue says. */
    static Broker start(Path folder) throws IOException, InterruptedException {
        return start(folder, Topics.EVENTS.partitions());
    }

    /** Starts it with all topics. */
    static Broker start(Path folder, int partitions) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Child process =
                Child.start("broker", Installation.here().broker(folder.resolve("kafka"), port, partitions), folder);
        process.awaitOutput("broker ready on", Duration.ofSeconds(60));
        return new Broker(process, "127.0.0.1:" + port);
    }

    String bootstrap() {
        return bootstrap;
    }

    /** Records that were ever written to the topic. One thread at a time. */
    long count(Topic<?> topic) {
        List<TopicPartition> partitions = looker.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        return looker.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        looker.close();
        process.close();
    }
}
