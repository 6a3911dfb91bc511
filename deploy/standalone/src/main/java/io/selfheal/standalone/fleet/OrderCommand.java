package io.selfheal.standalone.fleet;

import io.selfheal.agent.config.Durations;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Orders for the whole fleet: they go to the analyzer, which alone decides. A node's own commands need no Kafka. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        description = "Orders a block or its end for the whole fleet, a group or a host, through Kafka.")
public final class OrderCommand {
    private static final Duration VALID = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(
            names = "--key",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Ed25519 private key that signs the order.")
    private @Nullable Path key;

    @Option(
            names = "--key-id",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Its name (default: ${DEFAULT-VALUE}).")
    private String keyId = "administrator";

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public OrderCommand() {
        // options have their defaults
    }

    @Command(name = "block", mixinStandardHelpOptions = true, description = "Block an address or a network.")
    int block(
            @Parameters(paramLabel = "TARGET", description = "Address or network.") String target,
            @Option(names = "--for", paramLabel = "TIME", defaultValue = "4h", description = "How long (4h, 7d).")
                    String length,
            @Option(names = "--scope", defaultValue = "fleet", description = "fleet, group:NAME or host:NAME.")
                    String scope,
            @Option(names = "--reason", required = true, description = "Why.") String reason) {
        Instant now = Instant.now();
        try {
            return send(new BlockOrder(
                    UUID.randomUUID().toString(),
                    now,
                    now.plus(VALID),
                    person(),
                    reason,
                    Cidr.parse(target),
                    Scope.parse(scope),
                    Durations.parse(length)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Command(name = "unblock", mixinStandardHelpOptions = true, description = "End the block of an address or network.")
    int unblock(
            @Parameters(paramLabel = "TARGET", description = "Address or network.") String target,
            @Option(names = "--reason", required = true, description = "Why.") String reason) {
        Instant now = Instant.now();
        try {
            return send(new UnblockOrder(
                    UUID.randomUUID().toString(), now, now.plus(VALID), person(), reason, Cidr.parse(target)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int send(Order order) {
        try (FleetWriter writer = new FleetWriter(fleet.client(), signer())) {
            writer.write(Topics.ORDERS, order.key(), order);
            spec.commandLine().getOut().println("ordered " + order.id());
            return 0;
        } catch (IOException | KafkaException | ExecutionException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            spec.commandLine().getErr().println("selfheal order: not sent to " + fleet.bootstrap() + ": " + why);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private Optional<RecordSigner> signer() throws IOException {
        return key == null ? Optional.empty() : Optional.of(new RecordSigner(keyId, SigningKeys.readPrivate(key)));
    }

    private static String person() {
        String sudo = System.getenv("SUDO_USER");
        return sudo == null || sudo.isBlank() ? System.getProperty("user.name", "somebody") : sudo;
    }
}
