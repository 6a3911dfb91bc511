package io.selfheal.standalone;

import io.selfheal.standalone.broker.EmbeddedKafka;
import io.selfheal.standalone.broker.TopicSetup;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Everything in one JVM, in the order in which it starts: broker, topics, services, then the session with the agents;
 * it stops in reverse.
 */
public final class Standalone {
    private Standalone() {}

    /**
     * Where things are.
     *
     * @param directory broker's logs, services' state, log file
     * @param kafkaPort port of the broker on loopback; 0 for any
     * @param httpPort port of health and metrics on loopback; 0 for any
     * @param partitions of new topics: a laptop needs fewer than a fleet
     */
    public record Layout(Path directory, int kafkaPort, int httpPort, int partitions) {
        public Path logFile() {
            return directory.resolve("selfheal.log");
        }
    }

    /** What runs beside the services: the agents and what a person sees. */
    @FunctionalInterface
    public interface Beside {
        /** Runs until the end; returns the exit status. */
        int run(String bootstrapServers) throws Exception;
    }

    /** Starts everything, runs what is beside, stops everything; returns the exit status. */
    public static int run(Layout layout, Beside beside) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(layout.directory().resolve("kafka"), layout.kafkaPort())) {
            String servers = kafka.bootstrapServers();
            TopicSetup.createMissing(
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers), Optional.of(layout.partitions()));
            configureServices(layout, servers);
            return StandaloneApplication.boot(() -> beside.run(servers));
        }
    }

    /** Quarkus reads system properties first. */
    private static void configureServices(Layout layout, String servers) {
        Map.of(
                        "kafka.bootstrap.servers",
                        servers,
                        "selfheal.state-dir",
                        layout.directory().resolve("streams").toString(),
                        "quarkus.http.host",
                        "127.0.0.1",
                        "quarkus.http.port",
                        Integer.toString(layout.httpPort()),
                        "quarkus.log.console.enabled",
                        "false",
                        "quarkus.log.file.enabled",
                        "true",
                        "quarkus.log.file.path",
                        layout.logFile().toString(),
                        "quarkus.banner.enabled",
                        "false")
                .forEach(System::setProperty);
    }
}
