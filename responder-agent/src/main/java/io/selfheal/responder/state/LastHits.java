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

/**
 * When something was last of use, to the hour, kept over restarts; of at most {@value #MOST} things. What waits goes on
 * being of use each minute, so that the file is written once an hour for it.
 */
public final class LastHits {
    private static final Log LOG = Log.of(LastHits.class);
    private static final int MOST = 10_000;
    private static final Duration GRAIN = Duration.ofHours(1);

    private final CheckedFile file;
    private final Map<String, Instant> last = new HashMap<>();

    public LastHits(Path file) {
        this.file = new CheckedFile(file);
        try {
            for (Map<String, Object> line : this.file.read()) {
                last.put(Objects.toString(line.get("what"), ""), Instant.parse(Objects.toString(line.get("at"), "")));
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("it is no longer known which allow entries were of use", "cause", e);
        }
    }

    public synchronized void note(String what, Instant now) {
        Instant before = last.get(what);
        boolean known = before != null && Duration.between(before, now).abs().compareTo(GRAIN) < 0;
        if (known || (before == null && last.size() >= MOST)) {
            return;
        }
        last.put(what, now);
        List<Map<String, Object>> lines = new ArrayList<>();
        last.forEach((name, at) -> lines.add(Map.of("what", name, "at", at)));
        try {
            file.write(lines);
        } catch (IOException e) {
            LOG.warn("which allow entries were of use is not remembered", "cause", e.getMessage());
        }
    }

    public synchronized Optional<Instant> of(String what) {
        return Optional.ofNullable(last.get(what));
    }
}
