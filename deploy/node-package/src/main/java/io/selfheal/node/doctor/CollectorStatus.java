package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorAgent;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.responder.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the collector says of itself: its status file, which it writes every few seconds and on each change. */
final class CollectorStatus {
    private static final int MAX_BYTES = 8 << 20;

    private final Map<String, Object> values;

    private CollectorStatus(Map<String, Object> values) {
        this.values = values;
    }

    static Path file(CollectorConfig config) {
        return CollectorAgent.statusFile(config);
    }

    /** @throws IOException if the file is not there, may not be read, or is no such file */
    static CollectorStatus read(CollectorConfig config) throws IOException {
        try (InputStream in = Files.newInputStream(file(config))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("is larger than " + MAX_BYTES + " bytes");
            }
            return new CollectorStatus(Json.readObject(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    Map<String, Object> values() {
        return values;
    }

    /** The sources that are told of. */
    List<Map<?, ?>> sources() {
        return objects("sources");
    }

    /** What globs match and is not read. */
    List<Map<?, ?>> leftOut() {
        return objects("left_out");
    }

    private List<Map<?, ?>> objects(String name) {
        return values.get(name) instanceof List<?> all
                ? all.stream()
                        .<Map<?, ?>>mapMulti((one, taken) -> {
                            if (one instanceof Map<?, ?> map) {
                                taken.accept(map);
                            }
                        })
                        .toList()
                : List.of();
    }
}
