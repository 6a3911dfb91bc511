package io.selfheal.collector.tail;

import io.selfheal.host.file.PathBytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The names in directories, read anew once a directory changed: where five thousand logs stand together, each of them asks
 * for what stands beside it. A directory's own time tells, which file systems set from the kernel's tick: names that were
 * read so soon after a change that another may have the same time are not kept. Confined to whoever holds the tail's lock.
 */
public final class Folders {
    private static final int MOST = 64;
    /** Longer than any kernel's tick. */
    private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();

    private final @Nullable InstantSource clock;
    private final Map<Path, Names> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Names> eldest) {
            return size() > MOST;
        }
    };

    /** @param sorted the names, in their order */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Names(long changedNanos, String[] sorted) {}

    /** @param clock the one that files are stamped by; null on remote file systems, which remember a directory's time */
    public Folders(@Nullable InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What stands in the directory under a name that begins so, by name; names that are no text are left out.
     *
     * @throws IOException if it cannot be listed
     */
    List<Path> beginningWith(Path directory, String stem) throws IOException {
        String[] names = names(directory);
        int at = Arrays.binarySearch(names, stem);
        List<Path> found = new ArrayList<>();
        for (int i = at < 0 ? -at - 1 : at; i < names.length && names[i].startsWith(stem); i++) {
            found.add(directory.resolve(names[i]));
        }
        return found;
    }

    private String[] names(Path directory) throws IOException {
        if (clock == null) {
            return list(directory);
        }
        long changed = Files.getLastModifiedTime(directory).to(TimeUnit.NANOSECONDS);
        Names kept = known.get(directory);
        if (kept != null && kept.changedNanos() == changed) {
            return kept.sorted();
        }
        long age = TimeUnit.MILLISECONDS.toNanos(clock.millis()) - changed;
        String[] names = list(directory);
        if (age > TICK_NANOS) {
            known.put(directory, new Names(changed, names));
        } else {
            known.remove(directory);
        }
        return names;
    }

    private static String[] list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (PathBytes.isText(entry)) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        }
        String[] sorted = names.toArray(new String[0]);
        Arrays.sort(sorted);
        return sorted;
    }
}
