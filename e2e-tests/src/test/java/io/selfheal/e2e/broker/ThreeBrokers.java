package io.selfheal.e2e.broker;

import static org.awaitility.Awaitility.await;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.standalone.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** A cluster as {@code deploy/kafka/three-brokers.properties} describes it, on loopback; brokers are numbered from 1. */
public final class ThreeBrokers implements AutoCloseable {
    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final List<Integer> ports = new ArrayList<>();
    private final List<BrokerProcess> brokers = new ArrayList<>();

    private ThreeBrokers(Path directory) {
        this.directory = directory;
    }

    /** Formats and starts all three. */
    public static ThreeBrokers start(Path directory) throws IOException, InterruptedException {
        ThreeBrokers cluster = new ThreeBrokers(directory);
        String profile = Files.readString(Installation.here().home().resolve("deploy/kafka/three-brokers.properties"));
        for (int id = 1; id <= SIZE; id++) {
            int port = EmbeddedKafka.freePort();
            cluster.ports.add(port);
            profile = profile.replace("kafka" + id + ":9093", "127.0.0.1:" + EmbeddedKafka.freePort())
                    .replace("kafka" + id + ":9092", "127.0.0.1:" + port);
        }
        for (int id = 1; id <= SIZE; id++) {
            BrokerProcess.format("broker" + id, cluster.write(id, profile), directory);
        }
        for (int id = 1; id <= SIZE; id++) {
            cluster.brokers.add(cluster.start(id));
        }
        cluster.awaitAll();
        return cluster;
    }

    /** The profile with what a person changes, and loopback's ports in the place of three hosts. */
    private Path write(int id, String profile) throws IOException {
        String controllers = profile.lines()
                .filter(line -> line.startsWith("controller.quorum.voters="))
                .findFirst()
                .orElseThrow();
        String controller = controllers.split(id + "@", 2)[1].split(",", 2)[0];
        String mine = profile.replace("node.id=1", "node.id=" + id)
                .replace("PLAINTEXT://127.0.0.1:" + port(1), "PLAINTEXT://" + address(id))
                .replace("PLAINTEXT://:9092", "PLAINTEXT://" + address(id))
                .replace("CONTROLLER://:9093", "CONTROLLER://" + controller)
                .replace("/var/lib/kafka", directory.resolve("kafka" + id).toString());
        return Files.writeString(directory.resolve("broker" + id + ".properties"), mine);
    }

    private BrokerProcess start(int id) throws IOException {
        return BrokerProcess.start("broker" + id, directory.resolve("broker" + id + ".properties"), directory);
    }

    private int port(int id) {
        return ports.get(id - 1);
    }

    private String address(int id) {
        return "127.0.0.1:" + port(id);
    }

    /** All three, as a client is told. */
    public String bootstrap() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    /** The broker that leads this partition. */
    public int leaderOf(TopicPartition partition) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client())) {
            return partitions(admin, partition.topic()).stream()
                    .filter(info -> info.partition() == partition.partition())
                    .findFirst()
                    .orElseThrow()
                    .leader()
                    .id();
        }
    }

    public void kill(int id) throws InterruptedException {
        brokers.get(id - 1).kill();
    }

    /** Starts one again that was killed, and waits until it has everything that the others have. */
    public void comeBack(int id) throws IOException {
        brokers.set(id - 1, start(id));
        awaitAll();
        try (Admin admin = Admin.create(client())) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                for (String topic : admin.listTopics().names().get()) {
                    for (TopicPartitionInfo info : partitions(admin, topic)) {
                        if (info.isr().size() < info.replicas().size()) {
                            return false;
                        }
                    }
                }
                return true;
            });
        }
    }

    private void awaitAll() {
        try (Admin admin = Admin.create(client())) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.describeCluster().nodes().get().size() == SIZE);
        }
    }

    private static List<TopicPartitionInfo> partitions(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(Collections.singleton(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions();
    }

    @Override
    public void close() {
        brokers.forEach(BrokerProcess::close);
    }
}
