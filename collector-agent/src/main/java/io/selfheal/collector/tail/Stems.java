package io.selfheal.collector.tail;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of many logs a rotated file was: found by how its name begins, for there may be thousands on both sides. */
final class Stems {
    private final Map<String, Set<Path>> logs = new HashMap<>();

    void add(Path log) {
        logs.computeIfAbsent(stem(log), stem -> new HashSet<>(2)).add(log);
    }

    void remove(Path log) {
        logs.computeIfPresent(stem(log), (stem, same) -> same.remove(log) && same.isEmpty() ? null : same);
    }

    /** The log that this file was, before rotation gave it its name; null if none of them. */
    @Nullable
    Path logOf(Path rotated) {
        String name = rotated.toString();
        for (int end = name.lastIndexOf('/') + 2; end < name.length(); end++) {
            for (Path log : logs.getOrDefault(name.substring(0, end), Set.of())) {
                if (!log.equals(rotated) && Siblings.isRotated(log, rotated)) {
                    return log;
                }
            }
        }
        return null;
    }

    /** With the folder: what a rotated file's name begins with in any case. */
    private static String stem(Path log) {
        String name = Siblings.fileName(log);
        String folder = log.toString().substring(0, log.toString().length() - name.length());
        return folder + Siblings.stem(name);
    }
}
