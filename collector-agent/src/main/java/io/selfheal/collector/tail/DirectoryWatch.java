package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the reader when something happens in the directories of its logs (inotify). Where the kernel grants no watch,
 * it only lets time pass: the reader then finds changes by looking.
 */
public final class DirectoryWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Path EVERYWHERE = Path.of("/");

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    public DirectoryWatch() {
        service = open();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            // fs.inotify.max_user_instances is used up: polling still reads everything, only later.
            return null;
        }
    }

    /** Is told what changed. */
    public interface Changes {
        /**
         * Something happened at a path.
         *
         * @param onlyWritten false if names changed there, or more happened in this directory than the kernel could queue
         */
        void at(Path path, boolean onlyWritten);
    }

    /** Watches exactly these directories from now on; those that cannot be watched are left to polling. */
    public void watch(Set<Path> directories) {
        WatchService watching = service;
        if (watching == null) {
            return;
        }
        keys.entrySet().removeIf(entry -> {
            boolean gone =
                    !directories.contains(entry.getKey()) || !entry.getValue().isValid();
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        for (Path directory : directories) {
            if (!keys.containsKey(directory)) {
                register(watching, directory);
            }
        }
    }

    private void register(WatchService watching, Path directory) {
        try {
            keys.put(
                    directory,
                    directory.register(
                            watching,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE,
                            StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException e) {
            // Missing, unreadable or beyond fs.inotify.max_user_watches: tried again at the next discovery.
            return;
        }
    }

    /** Waits for a change, at most this long, and tells all that happened meanwhile. */
    public void await(Duration atMost, Changes changes) throws InterruptedException {
        WatchService watching = service;
        if (watching == null) {
            Thread.sleep(atMost.compareTo(POLL) > 0 ? POLL : atMost);
            changes.at(EVERYWHERE, false);
            return;
        }
        try {
            WatchKey key = watching.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            while (key != null) {
                tell(key, changes);
                key.reset();
                key = watching.poll();
            }
        } catch (ClosedWatchServiceException e) {
            // Closed because the collector is: nothing is of interest any more.
            return;
        }
    }

    private static void tell(WatchKey key, Changes changes) {
        for (WatchEvent<?> event : key.pollEvents()) {
            if (key.watchable() instanceof Path directory) {
                Path path = event.context() instanceof Path name ? directory.resolve(name) : directory;
                changes.at(path, StandardWatchEventKinds.ENTRY_MODIFY.equals(event.kind()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
