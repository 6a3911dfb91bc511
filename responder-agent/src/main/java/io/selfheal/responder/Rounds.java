package io.selfheal.responder;

import io.selfheal.agent.log.Log;
import java.time.Duration;

/** A thread that does one thing again and again. */
final class Rounds implements AutoCloseable {
    private static final Log LOG = Log.of(Rounds.class);

    private final Runnable step;
    private final Duration every;
    private final Thread thread;

    /** @param name of the thread */
    Rounds(String name, Duration every, Runnable step) {
        this.step = step;
        this.every = every;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("a round failed", "thread", thread.getName(), "cause", e);
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
