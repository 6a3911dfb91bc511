package io.selfheal.standalone.fleet;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How to reach the fleet's Kafka, for every command that needs it. */
public final class FleetOptions {
    private static final int TIMEOUT_MS = 15_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "Brokers to begin with (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "localhost:9092";

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Kafka client properties (security).")
    private @Nullable Path clientConfig;

    public FleetOptions() {
        // options have their defaults
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** What went wrong with these brokers, in one line. */
    public String problem(Exception e) {
        Throwable cause = e.getCause();
        String said =
                switch (e) {
                    case KafkaException k when cause != null -> k.getMessage() + ": " + cause.getMessage();
                    case ExecutionException x when cause != null -> cause.getMessage();
                    default -> e.getMessage();
                };
        return bootstrap + ": " + said;
    }

    /**
     * Properties of a Kafka client that gives up after 15 s.
     *
     * @throws IOException if the properties file cannot be read
     */
    public Map<String, Object> client() throws IOException {
        Properties file = new Properties();
        if (clientConfig != null) {
            try (InputStream in = new FileInputStream(clientConfig.toFile())) {
                file.load(in);
            }
        }
        Map<String, Object> client = new HashMap<>();
        file.stringPropertyNames().forEach(name -> client.put(name, file.getProperty(name)));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        client.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        return client;
    }
}
