package io.selfheal.node.doctor;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks systemd for a unit's properties. */
class Systemctl {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ExternalProgram program = new ExternalProgram(List.of("/usr/bin/systemctl"), LIMIT);

    /**
     * Properties by name.
     *
     * @throws IOException if there is no systemd, or it does not answer
     */
    Map<String, String> show(String unit, List<String> properties) throws IOException {
        ExternalProgram.Run<String> run =
                program.run(List.of("show", "--property=" + String.join(",", properties), "--", unit), Input.NONE);
        if (!run.succeeded()) {
            throw new IOException(run.errors().strip());
        }
        Map<String, String> values = new HashMap<>();
        run.output().lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return values;
    }
}
