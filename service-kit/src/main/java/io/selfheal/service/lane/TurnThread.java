package io.selfheal.service.lane;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A named thread that gives one worker its turns until it is closed. It rests as long as each turn says, or until it is
 * woken; a turn that fails unexpectedly is logged, and the next one comes after a while.
 */
public final class TurnThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TurnThread.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(5);

    private final Turn turn;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** A piece of work. */
    @FunctionalInterface
    public interface Turn {
        /** Does it and returns how long there is nothing more to do; zero: the next turn follows at once. */
        Duration take() throws InterruptedException;
    }

    public TurnThread(String name, Turn turn) {
        this.turn = turn;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Something waits for a turn. */
    public void wake() {
        wakeUp.release();
    }

    private void run() {
        try {
            while (!closed) {
                rest(take());
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private Duration take() throws InterruptedException {
        try {
            return turn.take();
        } catch (RuntimeException e) {
            LOG.errorf(e, "turn failed unexpectedly, goes on thread=%s", thread.getName());
            return AFTER_BUG;
        }
    }

    private void rest(Duration time) throws InterruptedException {
        if (!time.isZero() && wakeUp.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            wakeUp.drainPermits();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
