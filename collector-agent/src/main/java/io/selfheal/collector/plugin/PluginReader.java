package io.selfheal.collector.plugin;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.tail.Progress;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.plugin.SourceLine;
import io.selfheal.plugin.SourcePlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plugin's lines on a thread of its own, and remembers the position of the last one that is done with. Fields
 * that both threads touch are under the lock.
 */
public final class PluginReader implements Progress, AutoCloseable {
    private static final int MOST = 500;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(20);

    /** Takes the lines; under the lock. */
    public interface Lines {
        /** @return false if the line was not taken and must come again */
        boolean line(byte[] bytes, long position, PluginReader reader);
    }

    private final LoadedPlugin<SourcePlugin> plugin;
    private final Lock lock;
    private final Lines lines;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile SourceState state = SourceState.WAITING;
    private long processed;
    private long acknowledged;
    private int inFlight;
    private int rewinds;

    /** @param position the last line that is done with; null at the very first start */
    public PluginReader(LoadedPlugin<SourcePlugin> plugin, @Nullable String position, Lock lock, Lines lines) {
        this.plugin = plugin;
        this.lock = lock;
        this.lines = lines;
        this.acknowledged = position == null ? -1 : Long.parseLong(position);
        this.processed = acknowledged;
        this.thread =
                Thread.ofPlatform().name("collector-plugin-" + plugin.id()).unstarted(this::run);
    }

    /** The source's name in vitals and checkpoint. */
    public String name() {
        return "plugin:" + plugin.id();
    }

    public SourceState state() {
        return state;
    }

    /** What is wrong; empty if nothing is. */
    public String hint() {
        return state == SourceState.MISSING ? plugin.status().sentence() : "";
    }

    /** Starts reading; once started it goes on by itself. */
    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** The position that is done with, for the checkpoint. Under the lock. */
    public String position() {
        return Long.toString(acknowledged);
    }

    @Override
    public void sent() {
        inFlight++;
    }

    @Override
    public void acknowledged(long end, Object place) {
        inFlight--;
        acknowledged = inFlight == 0 ? processed : Long.parseLong(place.toString());
    }

    /** Forgets what was not acknowledged; those lines are read again. Under the lock. */
    public void rewind() {
        inFlight = 0;
        processed = acknowledged;
        rewinds++;
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to wait before the next one */
    private Duration round() throws InterruptedException {
        long after;
        int rewindsBefore;
        lock.lock();
        try {
            after = processed;
            rewindsBefore = rewinds;
        } finally {
            lock.unlock();
        }
        List<SourceLine> read = plugin.ask(source -> List.copyOf(source.read(after, MOST)));
        if (read == null) {
            state = SourceState.MISSING;
            return AFTER_FAILURE;
        }
        state = SourceState.READING;
        long last = after;
        for (SourceLine line : read.size() > MOST ? read.subList(0, MOST) : read) {
            if (line.position() > last) {
                last = line.position();
                if (!give(line, rewindsBefore)) {
                    return Duration.ZERO;
                }
            }
        }
        return last == after ? IDLE : Duration.ZERO;
    }

    /** @return false if reading begins again somewhere else */
    private boolean give(SourceLine line, int rewindsBefore) throws InterruptedException {
        byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
        byte[] cut = bytes.length > LogLine.MAX_BYTES ? Arrays.copyOf(bytes, LogLine.MAX_BYTES) : bytes;
        while (true) {
            lock.lock();
            try {
                if (rewinds != rewindsBefore) {
                    return false;
                }
                if (lines.line(cut, line.position(), this)) {
                    processed = line.position();
                    if (inFlight == 0) {
                        acknowledged = processed;
                    }
                    return true;
                }
            } finally {
                lock.unlock();
            }
            if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    /** Stops reading; waits for the thread, at most a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            // It is only started once Kafka was reached.
            if (thread.getState() != Thread.State.NEW) {
                thread.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
