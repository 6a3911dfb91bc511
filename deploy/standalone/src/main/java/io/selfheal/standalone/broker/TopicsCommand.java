package io.selfheal.standalone.broker;

import io.selfheal.agent.log.Reason;
import io.selfheal.schemas.topic.Role;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.fleet.FleetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclBinding;
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
        description = {
            "Shows the topic catalogue; with --create makes the missing ones in a cluster.",
            "With --acls the same of who may read and write them: ACLs of Kafka, for an agent or service each."
        })
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

    @Option(names = "--acls", description = "Show, or with --create make, ACLs instead of topics.")
    private boolean acls;

    @Option(
            names = "--principal",
            paramLabel = "ROLE=PRINCIPAL",
            description =
                    "With --acls: who is in a role, as the brokers know him; several times for several, as the agents of"
                            + " many nodes. Roles: ${COMPLETION-CANDIDATES}. Default: User: and the role's name.",
            completionCandidates = RoleHolder.Names.class,
            converter = RoleHolder.Converter.class)
    private List<RoleHolder> principals = new ArrayList<>();

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @SuppressWarnings("NullAway.Init") // picocli sets them
    public TopicsCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (replication != null && (!create || acls || replication < 1 || replication > 10)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--replication is out of place; allowed: 1 to 10, with --create, without --acls");
        }
        if (!principals.isEmpty() && !acls) {
            throw new ParameterException(spec.commandLine(), "--principal is out of place; allowed: with --acls");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (acls) {
            return acls(out);
        }
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
            spec.commandLine().getErr().println("selfheal topics: " + Reason.of(e));
            return 1;
        }
    }

    private int acls(PrintWriter out) throws IOException, InterruptedException {
        List<AclBinding> bindings = TopicAcls.of(RoleHolder.byRole(principals));
        if (!create) {
            out.printf("%-30s %-16s %-9s %s%n", "principal", "may", "pattern", "of");
            bindings.forEach(b -> out.printf(
                    "%-30s %-16s %-9s %s %s%n",
                    b.entry().principal(),
                    b.entry().operation().name().toLowerCase(Locale.ROOT),
                    b.pattern().patternType().name().toLowerCase(Locale.ROOT),
                    b.pattern().resourceType().name().toLowerCase(Locale.ROOT),
                    b.pattern().name()));
            return 0;
        }
        try {
            TopicAcls.create(fleet.client(), bindings);
            out.println("made " + bindings.size() + " ACLs, or they were there");
            return 0;
        } catch (KafkaException | IllegalStateException e) {
            spec.commandLine().getErr().println("selfheal topics: " + Reason.of(e));
            return 1;
        }
    }

    private static String cleanup(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case COMPACT -> "compact";
            case DELETE -> "delete, " + topic.retention().toDays() + " d";
        };
    }

    private static String names(Set<Role> roles) {
        return roles.stream().map(Role::moduleName).sorted().collect(Collectors.joining(", "));
    }
}
