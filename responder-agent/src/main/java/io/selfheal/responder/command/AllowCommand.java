package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code selfheal allow}. */
@Command(name = "allow", description = "Never block an address or a network on this node.")
public final class AllowCommand extends NodeCommand {
    @Parameters(paramLabel = "ADDRESS", description = "An address, or a network like 203.0.113.0/24.")
    private String target = "";

    @Option(names = "--for", paramLabel = "LENGTH", description = "For how long: 30s, 10m, 4h, 7d (default: for ever).")
    private @Nullable String length;

    @Option(names = "--label", paramLabel = "TEXT", description = "Who that is.")
    private @Nullable String label;

    @Option(names = "--remove", description = "Take it off this node's allowlist.")
    private boolean remove;

    @Override
    Map<String, Object> request() {
        Map<String, Object> request = new HashMap<>(Map.of("command", remove ? "disallow" : "allow", "target", target));
        if (length != null) {
            request.put("for", length);
        }
        if (label != null) {
            request.put("label", label);
        }
        return request;
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
    }
}
