package io.selfheal.responder.command;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
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
    Optional<Duration> patience() {
        return Optional.of(TO_LOOK);
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
                    + shown(modes.get("restartUnit")) + ", restart-guest: " + shown(modes.get("restartGuest")));
            if (reply.containsKey("probation")) {
                out.println("! " + Excerpt.of(String.valueOf(reply.get("probation")), 1000));
            }
        }
        Map<?, ?> firewall = part(reply, "firewall");
        out.println("firewall    " + shown(firewall.get("backend")) + ": " + shown(firewall.get("enforced"))
                + " in force"
                + (firewall.containsKey("desired") ? " of " + shown(firewall.get("desired")) + " wanted" : "")
                + ifAny(firewall, "simulated", " simulated by the whole fleet")
                + (firewall.containsKey("refused") ? ", " + shown(firewall.get("refused")) + " refused" : "")
                + ifAny(firewall, "waiting", " waiting for approval")
                + (firewall.containsKey("packetsDropped")
                        ? ", " + shown(firewall.get("packetsDropped")) + " packets dropped"
                        : ""));
        if (isAny(firewall, "leftover")) {
            out.println("! still in the kernel, from when this node acted: " + shown(firewall.get("leftover"))
                    + "; each goes at its end, or now: selfheal unblock --all");
        }
        Map<?, ?> kafka = part(reply, "kafka");
        if (!kafka.isEmpty()) {
            boolean connected = Boolean.TRUE.equals(kafka.get("connected"));
            out.println("kafka       " + (connected ? "connected" : "away") + " since " + shown(kafka.get("since"))
                    + (connected ? "" : " (" + shown(kafka.get("cause")) + ")") + ", "
                    + shown(kafka.get("waitingReports")) + " reports waiting");
        }
        part(reply, "units").forEach((unit, state) -> out.println("unit        " + shown(unit) + ": " + shown(state)));
        part(reply, "guests")
                .forEach((guest, state) -> out.println("guest       " + shown(guest) + ": " + shown(state)));
        part(reply, "waiting")
                .forEach((id, what) -> out.println(
                        "waiting     " + shown(what) + "; to let it be done: selfheal approve " + shown(id)));
        part(reply, "scans")
                .forEach((id, what) -> out.println(
                        "scan        " + shown(what) + "; to end it: selfheal scan" + " --cancel " + shown(id)));
        Map<?, ?> window = part(reply, "maintenance");
        if (!window.isEmpty()) {
            out.println("maintenance " + shown(window.get("name"))
                    + (Boolean.TRUE.equals(window.get("open"))
                            ? ": now, until "
                            : ": next " + shown(window.get("begins")) + " to ")
                    + shown(window.get("ends")));
        }
        printVitals(part(reply, "vitals"), out);
        if (reply.get("complaints") instanceof List<?> complaints) {
            complaints.forEach(complaint -> out.println("! " + shown(complaint)));
        }
    }

    private static void printVitals(Map<?, ?> vitals, PrintWriter out) {
        if (vitals.isEmpty()) {
            return;
        }
        out.println("host        up " + shown(vitals.get("uptime")) + ", CPU " + shown(vitals.get("cpu")) + ", load "
                + shown(vitals.get("load")) + ", memory " + shown(vitals.get("memory"))
                + (vitals.containsKey("swap") ? ", swap " + shown(vitals.get("swap")) : ""));
        part(vitals, "disks").forEach((mount, room) -> out.println("disk        " + shown(mount) + ": " + shown(room)));
        part(vitals, "temperatures")
                .forEach((sensor, heat) -> out.println("sensor      " + shown(sensor) + ": " + shown(heat)));
        part(vitals, "pressure")
                .forEach((name, value) -> out.println("pressure    " + shown(name) + ": " + shown(value)));
        if (vitals.get("top") instanceof List<?> top) {
            top.stream().limit(3).forEach(process -> out.println("top         " + shown(process)));
        }
    }

    private static Map<?, ?> part(Map<?, ?> reply, String name) {
        return reply.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String ifAny(Map<?, ?> part, String count, String what) {
        return isAny(part, count) ? ", " + shown(part.get(count)) + what : "";
    }

    private static boolean isAny(Map<?, ?> part, String count) {
        return part.containsKey(count) && !"0".equals(shown(part.get(count)));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "?" : Excerpt.of(value.toString(), 200);
    }
}
