package io.selfheal.responder.command;

import io.selfheal.responder.control.Reply;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code selfheal unblock}. */
@Command(
        name = "unblock",
        description = {
            "End the block of an address or a network on this node.",
            "Works with everything else down; a decision made later blocks again (see: selfheal allow)."
        })
public final class UnblockCommand extends NodeCommand {
    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "The blocked address or network.")
    private @Nullable String target;

    @Option(
            names = "--all",
            description =
                    "End all blocks of SelfHeal on this node, and an isolation that was ordered; touch nothing else.")
    private boolean all;

    @Option(
            names = "--keep-decisions",
            description =
                    "With --all, and only while no responder runs: take everything of SelfHeal out of the firewall"
                            + " and note nothing, as the package's removal does. A responder that starts later puts back what"
                            + " is still decided.")
    private boolean keepDecisions;

    @Override
    Map<String, Object> request() {
        if (all == (target != null)) {
            throw new ParameterException(spec.commandLine(), "give either an address or --all");
        }
        if (keepDecisions && !all) {
            throw new ParameterException(spec.commandLine(), "--keep-decisions goes with --all");
        }
        if (keepDecisions) {
            return Map.of("command", "status");
        }
        return target == null
                ? Map.of("command", "unblock", "all", true)
                : Map.of("command", "unblock", "target", target);
    }

    @Override
    Optional<Map<String, Object>> withoutResponder(OfflineNode node) throws IOException {
        try {
            if (keepDecisions) {
                return Optional.of(node.liftAll());
            }
            return Optional.of(target == null ? node.unblockAll() : node.unblock(Cidr.parse(target)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A responder that runs would put everything back within a minute. */
    @Override
    Map<String, Object> answered(Map<String, Object> reply) {
        return keepDecisions
                ? Reply.refused("the responder runs and would put the blocks back: systemctl stop selfheal-responder")
                : reply;
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
        if (reply.containsKey("still")) {
            out.println("! " + reply.get("still"));
        }
    }
}
