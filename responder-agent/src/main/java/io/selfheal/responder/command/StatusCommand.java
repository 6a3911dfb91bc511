package io.selfheal.responder.command;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code selfheal status}. */
@Command(name = "status", description = "Show what is enforced, watched and connected on this node.")
public final class StatusCommand extends NodeCommand {
    @Override
    Map<String, Object> request() {
        return Map.of("command", "status");
    }

    @Override
    Optional<Map<String, Object>> withoutResponder(OfflineNode node) throws IOException {
        return Optional.of(node.status());
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        if (!Boolean.TRUE.equals(reply.get("running"))) {
            out.println("responder   not running");
        } else {
            out.println("responder   running on " + shown(reply.get("host")) + " since " + shown(reply.get("started")));
            Map<?, ?> modes = part(reply, "modes");
            out.println("modes       block: " + shown(modes.get("block")) + ", restart-unit: "
                    + shown(modes.get("restartUnit")));
        }
        Map<?, ?> firewall = part(reply, "firewall");
        out.println("firewall    " + shown(firewall.get("backend")) + ": " + shown(firewall.get("enforced"))
                + " in force"
                + (firewall.containsKey("desired") ? " of " + shown(firewall.get("desired")) + " wanted" : "")
                + (firewall.containsKey("simulated") && !"0".equals(shown(firewall.get("simulated")))
                        ? ", " + shown(firewall.get("simulated")) + " simulated by the whole fleet"
                        : "")
                + (firewall.containsKey("refused") ? ", " + shown(firewall.get("refused")) + " refused" : "")
                + (firewall.containsKey("packetsDropped")
                        ? ", " + shown(firewall.get("packetsDropped")) + " packets dropped"
                        : ""));
        Map<?, ?> kafka = part(reply, "kafka");
        if (!kafka.isEmpty()) {
            boolean connected = Boolean.TRUE.equals(kafka.get("connected"));
            out.println("kafka       " + (connected ? "connected" : "away") + " since " + shown(kafka.get("since"))
                    + (connected ? "" : " (" + shown(kafka.get("cause")) + ")") + ", "
                    + shown(kafka.get("waitingReports")) + " reports waiting");
        }
        part(reply, "units").forEach((unit, state) -> out.println("unit        " + shown(unit) + ": " + shown(state)));
        if (reply.get("complaints") instanceof List<?> complaints) {
            complaints.forEach(complaint -> out.println("! " + shown(complaint)));
        }
    }

    private static Map<?, ?> part(Map<String, Object> reply, String name) {
        return reply.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "?" : Excerpt.of(value.toString(), 200);
    }
}
