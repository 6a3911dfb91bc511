package io.selfheal.responder.command;

import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code selfheal decisions}. */
@Command(name = "decisions", description = "List the blocks that are wanted on this node and how they stand.")
public final class DecisionsCommand extends NodeCommand {
    private static final List<String> COLUMNS =
            List.of("target", "status", "left", "packets", "score", "by", "reason", "because");

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS",
            description = "Only blocks of this address or network, and of networks around it.")
    private @Nullable String target;

    @Override
    Map<String, Object> request() {
        return target == null ? Map.of("command", "decisions") : Map.of("command", "decisions", "target", target);
    }

    @Override
    Optional<Duration> patience() {
        return Optional.of(TO_LOOK);
    }

    @Override
    Optional<Map<String, Object>> withoutResponder(OfflineNode node) throws IOException {
        try {
            return Optional.of(node.decisions(target == null ? null : Cidr.parse(target)));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        if (reply.get("decisions") instanceof List<?> decisions) {
            for (Object decision : decisions) {
                if (decision instanceof Map<?, ?> row) {
                    rows.add(COLUMNS.stream()
                            .map(column -> text(row.get(column)))
                            .toList());
                }
            }
        }
        if (rows.isEmpty()) {
            out.println(target == null ? "nothing is blocked here" : target + " is not blocked here");
            return;
        }
        Table.print(
                COLUMNS.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList(), rows, out);
        String total = text(reply.get("total"));
        if (!total.equals(String.valueOf(rows.size()))) {
            out.println("… " + total + " in all");
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
