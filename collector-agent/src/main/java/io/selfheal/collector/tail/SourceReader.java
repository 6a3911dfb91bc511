package io.selfheal.collector.tail;

import io.selfheal.agent.log.Log;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source that is no log file on a thread of its own, and remembers the place up to which it is done with. What
 * is not taken is offered again until it is; after a {@link #rewind} reading begins again at what was acknowledged.
 * Fields that more threads touch are under the lock.
 *
 * @param <P> a place in the source; immutable
 */
public abstract class SourceReader<P> implements Progress, AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final Duration LAST_ROUND = Duration.ofSeconds(3);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(10);
    private static final Log LOG = Log.of(SourceReader.class);

    private final String name;
    private final Lock lock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private P processed;
    private P acknowledged;
    private int inFlight;
    private int rewinds;

    /**
     * @param name of its thread
     * @param done the place up to which an earlier run was done
     */
    protected SourceReader(String name, P done, Lock lock) {
        this.name = name;
        this.lock = lock;
        this.acknowledged = done;
        this.processed = done;
    }

    /**
     * Where a round begins.
     *
     * @param from what was given away up to here
     * @param done what is acknowledged up to here
     * @param rewinds tells it from one after reading began again
     */
    protected record Turn<P>(P from, P done, int rewinds) {}

    /** Reads and gives away some; returns how long to wait before the next round. */
    protected abstract Duration round() throws InterruptedException;

    /** The place of an event that was sent with this. */
    protected abstract P placeOf(Object sent);

    /** Ends what a round waits for: at a rewind, under the lock, and when the reader is closed. */
    protected void endRound() {
        // Most rounds end by themselves.
    }

    /** Starts reading; once started it goes on by itself. */
    public final void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name(name).start(this::run);
        }
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = roundOrPause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault of our own must not end the reading in silence: it goes on where it was. */
    private Duration roundOrPause() throws InterruptedException {
        try {
            return round();
        } catch (RuntimeException e) {
            LOG.error("reading failed, going on where it was", "reader", name, "cause", e);
            return PAUSE_AFTER_FAULT;
        }
    }

    protected final boolean isClosing() {
        return closing.getCount() == 0;
    }

    protected final Turn<P> turn() {
        lock.lock();
        try {
            return new Turn<>(processed, acknowledged, rewinds);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives something away.
     *
     * @param end the place behind it
     * @param taken offers it; called under the lock until it is true
     * @return false if reading begins again somewhere else
     */
    protected final boolean give(Turn<P> turn, P end, BooleanSupplier taken) throws InterruptedException {
        while (true) {
            lock.lock();
            try {
                if (rewinds != turn.rewinds()) {
                    return false;
                }
                if (taken.getAsBoolean()) {
                    processed = end;
                    if (inFlight == 0) {
                        acknowledged = end;
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

    /** The place up to which it is done with. Under the lock. */
    protected final P done() {
        return acknowledged;
    }

    @Override
    public final void sent() {
        inFlight++;
    }

    @Override
    public final void acknowledged(long end, Object place) {
        inFlight--;
        acknowledged = inFlight == 0 ? processed : placeOf(place);
    }

    /** Forgets what was not acknowledged; it is read again. Under the lock. */
    public final void rewind() {
        inFlight = 0;
        processed = acknowledged;
        rewinds++;
        endRound();
    }

    /** Stops reading; waits for the thread, at most a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        endRound();
        Thread reading = thread;
        if (reading == null) {
            return;
        }
        reading.interrupt();
        try {
            reading.join(LAST_ROUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
