package io.selfheal.notifier.lane;

import io.selfheal.notifier.incident.IncidentView;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The named thread that gives a lane its turns. */
public final class LaneThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneThread.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(5);

    private final ChannelLane lane;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    public LaneThread(ChannelLane lane) {
        this.lane = lane;
        this.thread =
                Thread.ofPlatform().daemon().name("notifier-" + lane.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public ChannelLane lane() {
        return lane;
    }

    public void tell(IncidentView incident, Receipt receipt) {
        lane.tell(incident, receipt);
        wakeUp.release();
    }

    private void run() {
        try {
            while (!closed) {
                rest(turn());
            }
        } catch (InterruptedException e) {
            // Closed. What was not told is not acknowledged, so it comes again at the next start.
            Thread.currentThread().interrupt();
        }
    }

    private Duration turn() throws InterruptedException {
        try {
            return lane.turn();
        } catch (RuntimeException e) {
            LOG.errorf(e, "lane failed unexpectedly, goes on channel=%s", lane.name());
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
