package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code selfheal block}. */
@Command(name = "block", description = "Block an address or a network on this node.")
public final class BlockCommand extends NodeCommand {
    @Parameters(paramLabel = "ADDRESS", description = "An address, or a network like 203.0.113.0/24.")
    private String target = "";

    @Option(names = "--for", paramLabel = "LENGTH", description = "How long: 30s, 10m, 4h, 7d (default: 4h).")
    private @Nullable String length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the audit and in the list.")
    private @Nullable String reason;

    @Override
    Map<String, Object> request() {
        Map<String, Object> request = new HashMap<>(Map.of("command", "block", "target", target));
        if (length != null) {
            request.put("for", length);
        }
        if (reason != null) {
            request.put("reason", reason);
        }
        return request;
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
    }
}
