package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Writes lines to a file at a steady rate, a bundle each ten milliseconds. */
final class LineFeed implements AutoCloseable {
    private static final long STEP_NANOS = 10_000_000;

    private final Path file;
    private final SampleLog log;
    private final Kind kind;
    private final int each;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    private LineFeed(Path file, SampleLog log, Kind kind, int perSecond) {
        this.file = file;
        this.log = log;
        this.kind = kind;
        this.each = perSecond / 100;
        this.thread = Thread.ofPlatform().name("line-feed").daemon().unstarted(this::feed);
    }

    static LineFeed start(Path file, SampleLog log, Kind kind, int perSecond) {
        LineFeed feed = new LineFeed(file, log, kind, perSecond);
        feed.thread.start();
        return feed;
    }

    /** Throws what went wrong with writing. */
    void check() throws IOException {
        IOException wrong = failure;
        if (wrong != null) {
            throw wrong;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed() {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long next = System.nanoTime();
            while (!closed) {
                String bundle = String.join("\n", log.lines(kind, each, Instant.now())) + "\n";
                out.write(bundle.getBytes(StandardCharsets.UTF_8));
                next += STEP_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException e) {
            failure = e;
        }
    }
}
