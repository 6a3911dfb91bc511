package io.selfheal.responder.command;

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

    @Option(names = "--all", description = "End all blocks of SelfHeal on this node, and touch nothing else.")
    private boolean all;

    @Override
    Map<String, Object> request() {
        if (all == (target != null)) {
            throw new ParameterException(spec.commandLine(), "give either an address or --all");
        }
        return target == null
                ? Map.of("command", "unblock", "all", true)
                : Map.of("command", "unblock", "target", target);
    }

    @Override
    Optional<Map<String, Object>> withoutResponder(OfflineNode node) throws IOException {
        try {
            return Optional.of(target == null ? node.unblockAll() : node.unblock(Cidr.parse(target)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
        if (reply.containsKey("still")) {
            out.println("! " + reply.get("still"));
        }
    }
}
