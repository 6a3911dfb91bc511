package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code selfheal heal}. */
@Command(
        name = "heal",
        description = {
            "Restart a service, or a guest of Proxmox, of this node's list and wait until it answers; without one, show"
                    + " them all.",
            "Works without Kafka. Only what responder.yaml lists (heal.units, heal.guests)."
        })
public final class HealCommand extends NodeCommand {
    @Parameters(arity = "0..1", paramLabel = "UNIT", description = "For example nginx.service, guest/101.")
    private @Nullable String unit;

    @ArgGroup
    private @Nullable Instead instead;

    private static final class Instead {
        @Option(names = "--start", description = "Start it instead.")
        private boolean start;

        @Option(names = "--stop", description = "Stop it instead; it is left alone until it is started again.")
        private boolean stop;
    }

    @Override
    Map<String, Object> request() {
        if (unit == null) {
            if (instead != null) {
                throw new ParameterException(spec.commandLine(), "give a unit");
            }
            return Map.of("command", "status");
        }
        String wish = instead == null ? "restart" : instead.stop ? "stop" : instead.start ? "start" : "restart";
        String name = unit.indexOf('.') < 0 && !unit.startsWith("guest/") ? unit + ".service" : unit;
        return Map.of("command", "heal", "unit", name, "wish", wish);
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        if (unit != null) {
            out.println(reply.get("message"));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (String part : List.of("units", "guests")) {
            if (reply.get(part) instanceof Map<?, ?> all) {
                all.forEach((name, state) -> rows.add(List.of(String.valueOf(name), String.valueOf(state))));
            }
        }
        if (!rows.isEmpty()) {
            Table.print(List.of("UNIT", "STATE"), rows, out);
        } else {
            out.println("nothing is watched here (heal.units and heal.guests in responder.yaml)");
        }
    }
}
