package io.selfheal.responder.heal;

import io.selfheal.agent.log.Log;
import java.time.Duration;

/** The thread {@code responder-healer}; there is none when nothing is watched. */
public final class Rounds implements AutoCloseable {
    private static final Log LOG = Log.of(Rounds.class);

    private final Healer healer;
    private final Duration every;
    private final Thread thread;

    public Rounds(Healer healer, Duration every) {
        this.healer = healer;
        this.every = every;
        this.thread = Thread.ofPlatform().name("responder-healer").daemon().unstarted(this::work);
    }

    public void start() {
        if (healer.watchesAnything()) {
            thread.start();
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                healer.step();
            } catch (RuntimeException e) {
                LOG.error("a round of healing failed", "cause", e);
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
