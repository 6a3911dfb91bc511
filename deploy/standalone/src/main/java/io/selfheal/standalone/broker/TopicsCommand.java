package io.selfheal.standalone.broker;

import io.selfheal.schemas.topic.Role;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The topic catalogue: shown, and made in a cluster. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Shows the topic catalogue; with --bootstrap makes the missing topics in that cluster.")
public final class TopicsCommand implements Callable<Integer> {
    private static final int TIMEOUT_MS = 15_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Make the missing topics there.")
    private Optional<String> bootstrap = Optional.empty();

    @Option(names = "--client-config", paramLabel = "FILE", description = "Kafka client properties (security).")
    private @Nullable Path clientConfig;

    @SuppressWarnings("NullAway.Init") // picocli sets them
    public TopicsCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (bootstrap.isEmpty()) {
            out.printf("%-34s %-18s %3s  %-15s %s%n", "topic", "key", "#", "cleanup", "written by");
            Topics.ALL.forEach(t -> out.printf(
                    "%-34s %-18s %3d  %-15s %s%n",
                    t.name(), t.keyedBy(), t.partitions(), cleanup(t), names(t.writers())));
            return 0;
        }
        try {
            List<String> created = TopicSetup.createMissing(client(bootstrap.get()), Optional.empty());
            out.println(created.isEmpty() ? "all topics exist" : "made " + String.join(", ", created));
            return 0;
        } catch (KafkaException | IllegalStateException e) {
            spec.commandLine().getErr().println("selfheal topics: " + e.getMessage() + causeOf(e));
            return 1;
        }
    }

    private Map<String, Object> client(String servers) throws IOException {
        Properties file = new Properties();
        if (clientConfig != null) {
            try (InputStream in = new FileInputStream(clientConfig.toFile())) {
                file.load(in);
            }
        }
        Map<String, Object> client = new HashMap<>();
        file.stringPropertyNames().forEach(name -> client.put(name, file.getProperty(name)));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        client.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        return client;
    }

    private static String causeOf(Exception e) {
        return e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    }

    private static String cleanup(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case COMPACT -> "compact";
            case DELETE -> "delete, " + topic.retention().toDays() + " d";
        };
    }

    private static String names(Set<Role> roles) {
        return roles.stream()
                .map(r -> r.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
