package io.selfheal.standalone.broker;

import io.selfheal.agent.log.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A single-node Kafka broker in KRaft mode inside this JVM, on loopback only. Its log directory outlives it: started
 * again on the same directory it has everything that was acknowledged before, also after a kill -9.
 *
 * <p>Cost: about 2.4 s and 210 MB.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker on the directory, formatting it when it is new.
     *
     * @param directory where the broker keeps its logs
     * @param port port to listen on; 0 for any free one
     * @throws IOException if the directory cannot be written, is another cluster's or in use, or the port is taken
     */
    public static EmbeddedKafka start(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        int clientPort = port == 0 ? freePort() : port;
        Properties properties = properties(directory, clientPort, freePort());
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory, properties);
        }
        try {
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, clientPort);
        } catch (RuntimeException e) {
            throw new IOException(
                    "Kafka cannot start on " + LOOPBACK + ":" + clientPort + " in " + directory + ": " + Reason.of(e),
                    e);
        }
    }

    /** The address for clients: host and port. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(Path directory, int clientPort, int controllerPort) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@" + LOOPBACK + ":" + controllerPort);
        p.setProperty(
                "listeners",
                "PLAINTEXT://" + LOOPBACK + ":" + clientPort + ",CONTROLLER://" + LOOPBACK + ":" + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + clientPort);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("log.dirs", directory.toString());
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "4");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("auto.create.topics.enable", "false");
        // The defaults are for clusters: 128 MB of cleaner buffer, 8 I/O and 3 network threads.
        p.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("log.segment.bytes", "67108864");
        return p;
    }

    private static void format(Path directory, Properties properties) throws IOException {
        Path file = Files.createTempFile("selfheal-broker", ".properties");
        try {
            Files.writeString(
                    file,
                    properties.stringPropertyNames().stream()
                            .map(name ->
                                    name + "=" + properties.getProperty(name).replace("\\", "\\\\"))
                            .collect(Collectors.joining("\n")));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int status = StorageTool.execute(
                    new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                    new PrintStream(said, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new IOException(
                        "cannot format " + directory + " for Kafka: " + said.toString(StandardCharsets.UTF_8));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A port of loopback that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
