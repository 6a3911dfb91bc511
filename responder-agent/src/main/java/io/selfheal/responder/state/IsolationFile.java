package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Until when this host is cut off, by which order, and which brokers it may speak with meanwhile, so that a reboot or a
 * flushed ruleset does not end it. A file that cannot be read counts as none: in doubt the host is not cut off.
 */
public final class IsolationFile {
    private static final Log LOG = Log.of(IsolationFile.class);

    private final CheckedFile file;

    /**
     * An isolation.
     *
     * @param brokers {@code ADDRESS PORT} each
     */
    public record Noted(Instant until, String order, List<String> brokers) {
        public Noted {
            brokers = List.copyOf(brokers);
        }
    }

    public IsolationFile(Path directory) {
        this.file = new CheckedFile(directory.resolve("isolation.jsonl"));
    }

    public Optional<Noted> read() {
        try {
            List<Map<String, Object>> lines = file.read();
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Object> first = lines.getFirst();
            List<String> brokers = lines.stream()
                    .skip(1)
                    .map(line -> Objects.toString(line.get("broker"), ""))
                    .toList();
            return Optional.of(new Noted(
                    Instant.parse(Objects.toString(first.get("until"), "")),
                    Objects.toString(first.get("order"), ""),
                    brokers));
        } catch (IOException | DateTimeException e) {
            LOG.error("it is not known whether this host is cut off by order", "cause", e);
            return Optional.empty();
        }
    }

    public void write(Noted noted) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("until", noted.until());
        first.put("order", noted.order());
        lines.add(first);
        noted.brokers().forEach(broker -> lines.add(Map.of("broker", broker)));
        file.write(lines);
    }

    public void clear() throws IOException {
        file.write(List.of());
    }
}
