package io.selfheal.enrichment.lane;

import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The named thread that gives a lane its turns, once the known verdicts are read. */
public final class LaneThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneThread.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(5);

    private final Lane lane;
    private final WarmUp warmUp;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    public LaneThread(Lane lane, WarmUp warmUp) {
        this.lane = lane;
        this.warmUp = warmUp;
        this.thread =
                Thread.ofPlatform().daemon().name("enrichment-" + lane.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public Lane lane() {
        return lane;
    }

    public void want(IpAddress address, int score) {
        lane.want(address, score);
        wakeUp.release();
    }

    private void run() {
        try {
            while (!warmUp.isDone()) {
                rest(Duration.ofMillis(50));
            }
            lane.countEarlierQuestions();
            while (!closed) {
                rest(turn());
            }
        } catch (InterruptedException e) {
            // Closed. What waited is read again from the assessments at the next start.
            Thread.currentThread().interrupt();
        }
    }

    private Duration turn() throws InterruptedException {
        try {
            return lane.turn();
        } catch (RuntimeException e) {
            LOG.errorf(e, "lane failed unexpectedly, goes on provider=%s", lane.name());
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
