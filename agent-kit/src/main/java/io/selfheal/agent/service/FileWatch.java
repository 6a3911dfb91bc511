package io.selfheal.agent.service;

import io.selfheal.agent.log.Log;
import io.selfheal.host.file.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether files that are read at the start only are others by now. Links are followed: what renews certificates moves
 * them. For one thread.
 */
final class FileWatch {
    private static final Log LOG = Log.of(FileWatch.class);

    private final List<Path> files;
    private Map<Path, FileStamp> known;
    private Map<Path, FileStamp> lately;

    FileWatch(Collection<Path> files) {
        this.files = List.copyOf(files);
        this.known = look().orElse(Map.of());
        this.lately = known;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Once after a change, when all files are there and were the same at two looks: a key may follow its certificate. */
    boolean haveChanged() {
        Optional<Map<Path, FileStamp>> found = look();
        if (found.isEmpty()) {
            return false;
        }
        boolean isAtRest = found.get().equals(lately);
        lately = found.get();
        if (!isAtRest || lately.equals(known)) {
            return false;
        }
        known = lately;
        return true;
    }

    /** Empty if one is not there. */
    private Optional<Map<Path, FileStamp>> look() {
        Map<Path, FileStamp> all = new TreeMap<>();
        for (Path file : files) {
            try {
                all.put(file, FileStamp.of(file));
            } catch (IOException e) {
                LOG.debug("a file of the configuration is not there", "file", file, "cause", e);
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }
}
