package io.selfheal.standalone.fleet;

import io.selfheal.agent.config.Durations;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.BlockOrder;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.order.UnblockOrder;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Orders through Kafka: blocks and unblocks go to the analyzer, which alone decides; the others to one node's
 * responder. A node's own commands need no Kafka.
 */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        description =
                "Orders a block or its end for the whole fleet, a group or a host, or an act of one node, through Kafka.")
public final class OrderCommand {
    private static final Duration VALID = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Mixin
    private SigningOptions signing = new SigningOptions();

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

    @Command(
            name = "node",
            mixinStandardHelpOptions = true,
            description = {
                "Ask one node's responder to act. Its own responder.yaml says which key may ask for what there,",
                "and whether an administrator of the node must approve it (selfheal approve)."
            })
    int node(
            @Parameters(paramLabel = "HOST", description = "The node's name.") String host,
            @Parameters(
                            paramLabel = "ACT",
                            description = "restart-unit, start-unit, stop-unit, end-sessions, lock-account,"
                                    + " unlock-account, reboot, shut-down, cancel-shutdown, scan, default-scan, vulnerability-scan,"
                                    + " thorough-scan, stealth-scan, discover,"
                                    + " cancel-scan, check-file, isolate or release.")
                    String act,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "TARGET",
                            defaultValue = "",
                            description =
                                    "The unit, account, address, network, scan or file; minutes for reboot and shut-down,"
                                            + " and for isolate (60 if left out, 1440 at most).")
                    String target,
            @Option(
                            names = "--valid",
                            paramLabel = "TIME",
                            defaultValue = "1h",
                            description = "Until when it may be done.")
                    String valid,
            @Option(names = "--reason", required = true, description = "Why.") String reason) {
        Instant now = Instant.now();
        try {
            return send(new NodeOrder(
                    UUID.randomUUID().toString(),
                    now,
                    now.plus(Durations.parse(valid)),
                    person(),
                    reason,
                    host,
                    act(act, target)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static NodeAct act(String act, String target) {
        return switch (act) {
            case "restart-unit" -> new NodeAct.RestartUnit(target);
            case "start-unit" -> new NodeAct.StartUnit(target);
            case "stop-unit" -> new NodeAct.StopUnit(target);
            case "end-sessions" -> new NodeAct.EndSessions(target);
            case "lock-account" -> new NodeAct.LockAccount(target);
            case "unlock-account" -> new NodeAct.UnlockAccount(target);
            case "reboot" -> new NodeAct.Reboot(minutes(target));
            case "shut-down" -> new NodeAct.ShutDown(minutes(target));
            case "cancel-shutdown" -> new NodeAct.CancelShutdown();
            case "scan" -> new NodeAct.Scan(NodeAct.ScanProfile.QUICK, target);
            case "default-scan" -> new NodeAct.Scan(NodeAct.ScanProfile.DEFAULT, target);
            case "thorough-scan" -> new NodeAct.Scan(NodeAct.ScanProfile.THOROUGH, target);
            case "stealth-scan" -> new NodeAct.Scan(NodeAct.ScanProfile.STEALTH, target);
            case "vulnerability-scan" -> new NodeAct.Scan(NodeAct.ScanProfile.VULNERABILITY, target);
            case "discover" -> new NodeAct.Scan(NodeAct.ScanProfile.DISCOVERY, target);
            case "cancel-scan" -> new NodeAct.CancelScan(target);
            case "check-file" -> new NodeAct.CheckFile(target);
            case "isolate" -> new NodeAct.Isolate(target.isEmpty() ? 60 : isolation(target));
            case "release" -> new NodeAct.Release();
            default ->
                throw new IllegalArgumentException("'" + act + "' is no act; allowed: see selfheal order node --help");
        };
    }

    private static int isolation(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("'" + text + "' is no time to be cut off; allowed: 1 to 1440 minutes");
        }
        return Integer.parseInt(text);
    }

    private static int minutes(String text) {
        if (!text.matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("'" + text + "' is no delay; allowed: 1 to 60 minutes");
        }
        return Integer.parseInt(text);
    }

    private int send(Order order) {
        try (FleetWriter writer = new FleetWriter(fleet.client(), signing.signer())) {
            writer.write(Topics.ORDERS, order.key(), order);
            spec.commandLine().getOut().println("ordered " + order.id());
            return 0;
        } catch (IOException | KafkaException | ExecutionException e) {
            spec.commandLine().getErr().println("selfheal order: not sent to " + fleet.problem(e));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static String person() {
        String sudo = System.getenv("SUDO_USER");
        return sudo == null || sudo.isBlank() ? System.getProperty("user.name", "somebody") : sudo;
    }
}
