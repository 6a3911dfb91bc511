package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** When something was last done to a target, kept over restarts. */
public final class CoolDowns {
    private static final Log LOG = Log.of(CoolDowns.class);

    private final CheckedFile file;
    private final Duration length;
    private final Map<String, Instant> last = new HashMap<>();

    public CoolDowns(Path file, Duration length) {
        this.file = new CheckedFile(file);
        this.length = length;
        try {
            for (Map<String, Object> line : this.file.read()) {
                last.put(Objects.toString(line.get("what"), ""), Instant.parse(Objects.toString(line.get("at"), "")));
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("it is no longer known what was done lately", "cause", e);
        }
    }

    /**
     * Takes the turn, on disk before this returns.
     *
     * @return how long is still to be waited; empty if it may be done now
     */
    public synchronized Optional<Duration> take(String what, Instant now) throws IOException {
        last.values().removeIf(at -> !at.plus(length).isAfter(now));
        Instant before = last.get(what);
        if (before != null) {
            return Optional.of(Duration.between(now, before.plus(length)));
        }
        last.put(what, now);
        List<Map<String, Object>> lines = new ArrayList<>();
        last.forEach((name, at) -> lines.add(Map.of("what", name, "at", at)));
        file.write(lines);
        return Optional.empty();
    }
}
