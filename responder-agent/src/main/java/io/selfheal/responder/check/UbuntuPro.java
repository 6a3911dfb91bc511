package io.selfheal.responder.check;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Ubuntu Pro knows beyond apt: whether the machine is attached, and updates that exist but are not offered to it, by
 * {@code pro status --format json} and {@code pro api u.pro.packages.updates.v1}. Updates that apt does offer are the
 * packages' own check's.
 */
public final class UbuntuPro {
    private static final String CHECK = "ubuntu-pro";
    private static final int MOST_NAMED = 5;

    private final ExternalProgram pro;
    private final InstantSource clock;

    public UbuntuPro(ExternalProgram pro, InstantSource clock) {
        this.pro = pro;
        this.clock = clock;
    }

    /** Not here where the client is not installed. */
    public Finding look() {
        if (!Files.isExecutable(Path.of(pro.command().getFirst()))) {
            return new Finding.NotHere(CHECK, "Ubuntu Pro's client is not installed");
        }
        try {
            Map<String, Object> status = Answers.object(pro, List.of("status", "--format", "json"));
            boolean attached = Boolean.TRUE.equals(status.get("attached"));
            List<String> lines = new ArrayList<>();
            List<String> hints = new ArrayList<>();
            if (attached) {
                services(status, lines);
            } else {
                hints.add("this machine is not attached to Ubuntu Pro (pro attach)");
            }
            withheld(lines);
            return new Finding.Looked(CHECK, 0, lines, hints);
        } catch (IOException e) {
            return new Finding.Failed(CHECK, String.valueOf(e.getMessage()));
        }
    }

    private void services(Map<String, Object> status, List<String> lines) {
        String expires = Answers.text(status.get("expires"));
        if (isPast(expires)) {
            lines.add("the subscription to Ubuntu Pro ended on " + expires);
        }
        for (Object one : Answers.list(status, "services")) {
            if (one instanceof Map<?, ?> service) {
                String name = Answers.text(service.get("name"));
                boolean could = "yes".equals(service.get("entitled")) && "disabled".equals(service.get("status"));
                if (name.startsWith("esm-") && could) {
                    lines.add(name + " is not enabled: pro enable " + name);
                }
            }
        }
    }

    private boolean isPast(String time) {
        try {
            Instant end =
                    time.isEmpty() ? Instant.MAX : OffsetDateTime.parse(time).toInstant();
            return end.isBefore(clock.instant());
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Updates that wait for an attachment or for a service to be enabled. */
    private void withheld(List<String> lines) throws IOException {
        Map<String, Object> answer = Answers.object(pro, List.of("api", "u.pro.packages.updates.v1"));
        if (!"success".equals(answer.get("result"))) {
            throw new IOException(
                    "pro api u.pro.packages.updates.v1 answered with " + Answers.text(answer.get("result")));
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Object one : Answers.list(Answers.part(Answers.part(answer, "data"), "attributes"), "updates")) {
            if (one instanceof Map<?, ?> update
                    && Answers.text(update.get("status")).startsWith("pending_")) {
                names.computeIfAbsent(Answers.text(update.get("provided_by")), by -> new ArrayList<>())
                        .add(Answers.text(update.get("package")));
            }
        }
        names.forEach((by, all) -> lines.add(all.size() + " security updates of " + by + " are withheld: "
                + String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMED)))
                + (all.size() > MOST_NAMED ? ", …" : "")));
    }
}
