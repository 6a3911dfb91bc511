package io.selfheal.responder.command;

import io.selfheal.responder.care.CareReport;
import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The responder of this node, told how something ended so that the fleet hears of it. */
final class ToldResponder {
    private ToldResponder() {}

    /** Where no responder runs, nobody is told; that it does not want to hear is said. */
    static void tell(Path socket, CareReport report, PrintWriter err) {
        if (!Files.exists(socket)) {
            return;
        }
        try {
            Map<String, Object> reply = Json.readObject(new ControlClient(socket).ask(report.request()));
            if (!Boolean.TRUE.equals(reply.get("ok"))) {
                err.println("not reported to the fleet: " + Excerpt.of(String.valueOf(reply.get("error")), 300));
            }
        } catch (IOException e) {
            err.println("not reported to the fleet: " + socket + ": " + e.getMessage());
        }
    }
}
