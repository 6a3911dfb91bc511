package io.selfheal.standalone.broker;

import io.selfheal.schemas.topic.Role;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.fleet.FleetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The topic catalogue: shown, and made in a cluster. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Shows the topic catalogue; with --create makes the missing ones in a cluster.")
public final class TopicsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--create", description = "Make the missing topics in the cluster.")
    private boolean create;

    @Option(
            names = "--replication",
            paramLabel = "BROKERS",
            description =
                    "With --create: on how many brokers each partition lies, 1 to 10; all but one of them must have"
                            + " a record before it counts (min.insync.replicas). Default: what the brokers do.")
    private @Nullable Short replication;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @SuppressWarnings("NullAway.Init") // picocli sets them
    public TopicsCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (replication != null && (!create || replication < 1 || replication > 10)) {
            throw new ParameterException(
                    spec.commandLine(), "--replication is out of place; allowed: 1 to 10, with --create");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!create) {
            out.printf("%-34s %-18s %3s  %-15s %s%n", "topic", "key", "#", "cleanup", "written by");
            Topics.ALL.forEach(t -> out.printf(
                    "%-34s %-18s %3d  %-15s %s%n",
                    t.name(), t.keyedBy(), t.partitions(), cleanup(t), names(t.writers())));
            return 0;
        }
        try {
            List<String> created =
                    TopicSetup.createMissing(fleet.client(), Optional.empty(), Optional.ofNullable(replication));
            out.println(created.isEmpty() ? "all topics exist" : "made " + String.join(", ", created));
            return 0;
        } catch (KafkaException | IllegalStateException e) {
            spec.commandLine().getErr().println("selfheal topics: " + e.getMessage() + causeOf(e));
            return 1;
        }
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
