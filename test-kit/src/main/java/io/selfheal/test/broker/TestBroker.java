package io.selfheal.test.broker;

import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A real broker of one node on loopback, with the topics of the catalogue. It can go away and come back, on the same port
 * and with the same data.
 */
public final class TestBroker implements AutoCloseable {
    private final Path directory;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private @Nullable KafkaRaftServer server;

    /**
     * One that is not there yet.
     *
     * @param directory for its data; made when it starts
     */
    public TestBroker(Path directory) throws IOException {
        this.directory = directory;
    }

    /** One that is there. */
    public static TestBroker started(Path directory) throws Exception {
        TestBroker broker = new TestBroker(directory);
        broker.start();
        return broker;
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public void start() throws IOException, ExecutionException, InterruptedException {
        Properties properties = properties();
        boolean isNew = !Files.exists(directory.resolve("meta.properties"));
        if (isNew) {
            format(properties);
        }
        server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        if (isNew) {
            createTopics();
        }
    }

    /** Takes it away; one that is not there stays so. */
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Properties properties() {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("log.dirs", directory.toString());
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        p.setProperty("auto.create.topics.enable", "false");
        return p;
    }

    private void createTopics() throws ExecutionException, InterruptedException {
        List<NewTopic> topics = Topics.ALL.stream().map(TestBroker::topic).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(topics).all().get();
        }
    }

    private static NewTopic topic(Topic<?> topic) {
        String cleanup = topic.cleanup() == Topic.Cleanup.COMPACT ? "compact" : "delete";
        return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(Map.of("cleanup.policy", cleanup));
    }

    private void format(Properties properties) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.createTempFile("broker", ".properties");
        Files.writeString(
                file,
                properties.stringPropertyNames().stream()
                        .map(name -> name + "=" + properties.getProperty(name))
                        .collect(Collectors.joining("\n")));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        Files.delete(file);
        if (status != 0) {
            throw new IOException("cannot format " + directory + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
