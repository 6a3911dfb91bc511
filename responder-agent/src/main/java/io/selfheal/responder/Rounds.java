package io.selfheal.responder;

import io.selfheal.agent.log.Log;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread that does one thing again and again. */
final class Rounds implements AutoCloseable {
    private static final Log LOG = Log.of(Rounds.class);
    /** One change of a unit is told several times within a few milliseconds. */
    private static final Duration BURST = Duration.ofMillis(20);

    private final Runnable step;
    private final Duration every;
    private final Thread thread;
    private volatile boolean woken;

    /** @param name of the thread */
    Rounds(String name, Duration every, Runnable step) {
        this.step = step;
        this.every = every;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Has the next round begin at once; those who call in a burst are served by one. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("a round failed", "thread", thread.getName(), "cause", e);
            }
            pause();
        }
    }

    private void pause() {
        long end = System.nanoTime() + every.toNanos();
        long left = every.toNanos();
        while (left > 0 && !woken && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
        if (woken) {
            LockSupport.parkNanos(this, BURST.toNanos());
            woken = false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
