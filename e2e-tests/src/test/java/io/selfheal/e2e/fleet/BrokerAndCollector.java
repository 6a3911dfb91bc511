package io.selfheal.e2e.fleet;

import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A real broker and a real collector that sends to it, processes of their own that can be killed and started again. */
final class BrokerAndCollector implements AutoCloseable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    private final Path folder;
    private final int port;
    private final List<String> brokerArguments;
    private final List<String> collectorArguments;
    private Process broker;
    private Process collector;

    /**
     * Starts both.
     *
     * @param folder where all that they keep and say is
     * @param sources what follows in {@code collector.yaml}: its sources, and limits if need be
     */
    BrokerAndCollector(Path folder, String sources) throws IOException {
        this.folder = folder;
        this.port = freePort();
        Installation here = Installation.here();
        this.brokerArguments = here.broker(folder.resolve("kafka"), port, 2);
        String config = """
                host-name: node1
                kafka:
                  bootstrap: 127.0.0.1:%d
                state-directory: %s
                """.formatted(port, folder.resolve("state"));
        this.collectorArguments = here.collector(Files.writeString(folder.resolve("collector.yaml"), config + sources));
        this.broker = start("broker", brokerArguments);
        this.collector = start("collector", collectorArguments);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The stamp of a line that is written now, as syslog writes it, UTC. */
    static String stamp() {
        return ZonedDateTime.now(ZoneOffset.UTC).format(STAMP);
    }

    int port() {
        return port;
    }

    /** With SIGKILL. */
    void killBroker() {
        kill(broker);
    }

    /** With SIGKILL. */
    void killCollector() {
        kill(collector);
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    /** Unless it runs. */
    void startBroker() throws IOException {
        if (!broker.isAlive()) {
            broker = start("broker", brokerArguments);
        }
    }

    /** Unless it runs. */
    void startCollector() throws IOException {
        if (!collector.isAlive()) {
            collector = start("collector", collectorArguments);
        }
    }

    private Process start(String name, List<String> argv) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".out").toFile()));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /** What the collector said, since its first start. */
    String said() {
        try {
            return Files.readString(folder.resolve("collector.out"));
        } catch (IOException e) {
            return "nothing was said";
        }
    }

    /** The ids of the events on the topic, by their users. */
    Map<String, Set<String>> idsOfUsers() {
        Map<String, Set<String>> ids = new TreeMap<>();
        for (SecurityEvent event : Records.read(Topics.EVENTS, "127.0.0.1:" + port)) {
            ids.computeIfAbsent(String.valueOf(event.user()), user -> new HashSet<>())
                    .add(event.id());
        }
        return ids;
    }

    @Override
    public void close() {
        killCollector();
        killBroker();
    }
}
