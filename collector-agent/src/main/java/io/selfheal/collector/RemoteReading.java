package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.FileLane;
import io.selfheal.collector.tail.FileTail;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads that read what is on remote file systems, one for each: one that hangs holds up nothing else. */
final class RemoteReading {
    /** The kernel does not report what other machines write. */
    private static final long PAUSE_MILLIS = 1000;

    private static final Log LOG = Log.of(RemoteReading.class);

    private final CollectorPipeline pipeline;
    private final CheckpointKeeper checkpoints;
    private final CountDownLatch closing;
    private final Map<Path, Thread> readers = new HashMap<>();
    private final Set<Path> hanging = new HashSet<>();
    private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
    private volatile boolean connected;

    RemoteReading(CollectorPipeline pipeline, CheckpointKeeper checkpoints, CountDownLatch closing) {
        this.pipeline = pipeline;
        this.checkpoints = checkpoints;
        this.closing = closing;
    }

    /** Sees that each file system has its reader. */
    void readAll() {
        pipeline.remote()
                .forEach((mount, lane) -> readers.computeIfAbsent(mount, at -> {
                    LOG.info("a remote file system is read by itself", "mount", at);
                    return Thread.ofPlatform()
                            .daemon()
                            .name("collector-reader " + at)
                            .start(() -> read(lane));
                }));
    }

    /** Whether there is a connection: without one files are looked at and not read. */
    void setConnected(boolean is) {
        connected = is;
    }

    private void read(FileLane lane) {
        try {
            boolean busy = true;
            while (!closing.await(busy ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                busy = step(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean step(FileLane lane) {
        try {
            if (connected) {
                return lane.pass(checkpoints::save) == FileTail.Pass.BUSY;
            }
            lane.look(checkpoints::save);
        } catch (RuntimeException e) {
            fault.set(e);
        }
        return false;
    }

    /** Throws what a reader failed with, once: reading has to begin again, which is not its own to do. */
    void throwFault() {
        RuntimeException failed = fault.getAndSet(null);
        if (failed != null) {
            throw failed;
        }
    }

    /** Says which hang, and which do no more. */
    void observe() {
        pipeline.remote().forEach((mount, lane) -> {
            if (lane.isHanging() && hanging.add(mount)) {
                LOG.error("a file system does not answer; what is on it is not read, all else is", "mount", mount);
            } else if (!lane.isHanging() && hanging.remove(mount)) {
                LOG.info("a file system answers again", "mount", mount);
            }
        });
    }
}
