package io.selfheal.enrichment.lane;

import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The named thread that gives a provider's lane its turns, once the known verdicts are read. What goes first, such as the
 * few files that wait, has its turn before the addresses: they share one quota.
 */
public final class LaneThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneThread.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(5);

    private final Lane lane;
    private final List<TurnTaker> takers;
    private final BooleanSupplier known;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param first what has its turn before the lane
     * @param known whether the known verdicts are read
     */
    public LaneThread(List<TurnTaker> first, Lane lane, BooleanSupplier known) {
        this.lane = lane;
        this.takers = Stream.concat(first.stream(), Stream.of(lane)).toList();
        this.known = known;
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
        wake();
    }

    /** Something waits for a turn. */
    public void wake() {
        wakeUp.release();
    }

    private void run() {
        try {
            while (!known.getAsBoolean()) {
                rest(Duration.ofMillis(50));
            }
            takers.forEach(TurnTaker::countEarlierQuestions);
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
            Duration rest = Access.IDLE;
            for (TurnTaker taker : takers) {
                Duration wanted = taker.turn();
                if (wanted.isZero()) {
                    return wanted;
                }
                rest = wanted.compareTo(rest) < 0 ? wanted : rest;
            }
            return rest;
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
