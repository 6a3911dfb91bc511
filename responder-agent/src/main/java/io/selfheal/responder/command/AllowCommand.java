package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code selfheal allow}. */
@Command(
        name = "allow",
        description = {
            "Never block an address or a network on this node.",
            "Without one: who is never blocked here because people said so, until when, and when that last kept a block"
                    + " away."
        })
public final class AllowCommand extends NodeCommand {
    private static final List<String> COLUMNS = List.of("network", "where", "label", "by", "expires", "lastHit");

    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "An address, or a network like 203.0.113.0/24.")
    private @Nullable String target;

    @Option(names = "--for", paramLabel = "LENGTH", description = "For how long: 30s, 10m, 4h, 7d (default: for ever).")
    private @Nullable String length;

    @Option(names = "--label", paramLabel = "TEXT", description = "Who that is.")
    private @Nullable String label;

    @Option(names = "--remove", description = "Take it off this node's allowlist.")
    private boolean remove;

    @Override
    Map<String, Object> request() {
        if (target == null) {
            if (length != null || label != null || remove) {
                throw new ParameterException(spec.commandLine(), "ADDRESS is missing");
            }
            return Map.of("command", "allowed");
        }
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
        if (target != null) {
            out.println(reply.get("message"));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        if (reply.get("allowed") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> row) {
                    rows.add(COLUMNS.stream()
                            .map(column -> text(column, row.get(column)))
                            .toList());
                }
            }
        }
        if (rows.isEmpty()) {
            out.println("nobody is allowed by name here; see guard.allow-file");
            return;
        }
        Table.print(List.of("NETWORK", "WHERE", "LABEL", "BY", "EXPIRES", "LAST STOPPED A BLOCK"), rows, out);
    }

    private static String text(String column, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.isEmpty() && (column.equals("expires") || column.equals("lastHit")) ? "never" : text;
    }
}
