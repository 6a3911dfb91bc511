package io.selfheal.standalone.demo;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.standalone.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo's node: a collector on the played and the machine's own logs, a responder that only simulates. Their
 * configuration files are written into the working directory first, so that a reader finds real ones there.
 */
final class DemoNode implements AutoCloseable {
    /** Own logs above this size are followed from their end: the demo shows the present, not last month. */
    private static final long READ_FROM_BEGINNING = 32L << 20;

    private final Node node;
    private final Path socket;

    private DemoNode(Node node, Path socket) {
        this.node = node;
        this.socket = socket;
    }

    /**
     * Starts both agents.
     *
     * @param logs the folder of the played logs
     * @param own this machine's own logs
     */
    static DemoNode start(Path directory, String servers, Path logs, List<Path> own) throws IOException {
        Path socket = directory.resolve("responder.sock");
        Path collectorFile =
                Files.writeString(directory.resolve("collector.yaml"), collectorYaml(directory, servers, logs, own));
        Path responderFile =
                Files.writeString(directory.resolve("responder.yaml"), responderYaml(directory, servers, socket));
        Node node = Node.start(
                YamlConfig.read(collectorFile, CollectorConfig.class),
                YamlConfig.read(responderFile, ResponderConfig.class));
        return new DemoNode(node, socket);
    }

    /** The responder's control socket. */
    Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        node.close();
    }

    private static String collectorYaml(Path directory, String servers, Path logs, List<Path> own) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                # Written by `selfheal demo`.
                kafka:
                  bootstrap: %s
                state-directory: %s
                sources:
                  - path: %s/*.log
                    start: beginning
                """.formatted(servers, quoted(directory.resolve("collector")), logs));
        for (Path log : own) {
            String start = Files.size(log) <= READ_FROM_BEGINNING ? "beginning" : "end";
            yaml.append("  - path: ")
                    .append(quoted(log))
                    .append("\n    start: ")
                    .append(start)
                    .append('\n');
        }
        if (OwnLogs.hasJournal()) {
            yaml.append("  - path: journal\n    start: end\n");
        }
        return yaml.toString();
    }

    private static String responderYaml(Path directory, String servers, Path socket) {
        return """
                # Written by `selfheal demo`. Everything is simulated: nothing on this machine is changed.
                kafka:
                  bootstrap: %s
                modes:
                  block: simulate
                  restart-unit: simulate
                guard:
                  allow-file: %s
                control:
                  socket: %s
                state:
                  directory: %s
                """.formatted(
                        servers,
                        quoted(directory.resolve("allow.list")),
                        quoted(socket),
                        quoted(directory.resolve("responder")));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
