package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.LabException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/** Notes when each line of a file that somebody else writes appears, to a quarter of a millisecond. */
public final class LineClock implements AutoCloseable {
    private static final long PAUSE_NANOS = 250_000;

    private final FileChannel file;
    private final Thread thread;
    private final NavigableMap<Long, Long> seen = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    private LineClock(FileChannel file) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("line-clock").daemon().unstarted(this::watch);
    }

    /** Watches what is written from now on. */
    public static LineClock on(Path path) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            file.position(file.size());
            LineClock clock = new LineClock(file);
            clock.thread.start();
            return clock;
        } catch (IOException e) {
            throw new LabException("cannot watch " + path, e);
        }
    }

    /** {@link System#nanoTime} at which the bytes of the line that begins at this offset appeared. */
    public long at(long offset) {
        Map.Entry<Long, Long> entry = seen.higherEntry(offset);
        if (entry == null) {
            throw new LabException("nothing was seen to be written at offset " + offset);
        }
        return entry.getValue();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            file.close();
        } catch (IOException e) {
            throw new LabException("cannot close the watched file", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (!closed) {
                int read = file.read(buffer.clear());
                if (read > 0) {
                    seen.put(file.position(), System.nanoTime());
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (IOException e) {
            throw new LabException("cannot read the watched file", e);
        }
    }
}
