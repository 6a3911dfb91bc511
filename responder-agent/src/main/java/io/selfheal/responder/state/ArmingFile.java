package io.selfheal.responder.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far the node went with each kind of action when it ran last, and what it did since it was armed. */
public final class ArmingFile {
    private final CheckedFile file;

    /**
     * What is remembered.
     *
     * @param modes by the names of their settings, like {@code block}
     * @param armed when the node was armed, as long as it is on probation; null when it is not
     * @param counts what was done since, by action and status, and {@code alerts}
     */
    public record Memory(
            Map<String, String> modes, @Nullable Instant armed, Map<String, Long> counts) {
        public Memory {
            modes = Map.copyOf(modes);
            counts = Map.copyOf(counts);
        }
    }

    public ArmingFile(Path directory) {
        this.file = new CheckedFile(directory.resolve("arming.jsonl"));
    }

    /**
     * Empty if nothing was ever remembered.
     *
     * @throws IOException if it cannot be read or is damaged
     */
    public Optional<Memory> read() throws IOException {
        Map<String, String> modes = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        Instant armed = null;
        try {
            for (Map<String, Object> line : file.read()) {
                if (line.get("mode") instanceof String mode) {
                    modes.put(Objects.toString(line.get("kind"), ""), mode);
                } else if (line.get("count") instanceof Number count) {
                    counts.put(Objects.toString(line.get("what"), ""), count.longValue());
                } else if (line.get("armed") instanceof String at) {
                    armed = Instant.parse(at);
                }
            }
        } catch (DateTimeException e) {
            throw new IOException("a time in it cannot be read", e);
        }
        return modes.isEmpty() ? Optional.empty() : Optional.of(new Memory(modes, armed, counts));
    }

    public void write(Memory memory) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        memory.modes().forEach((kind, mode) -> lines.add(Map.of("kind", kind, "mode", mode)));
        Instant armed = memory.armed();
        if (armed != null) {
            lines.add(Map.of("armed", armed));
        }
        memory.counts().forEach((what, count) -> lines.add(Map.of("what", what, "count", count)));
        file.write(lines);
    }
}
