package io.selfheal.collector.tail;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many a second in the long run, with two seconds' worth at once. What is taken beyond that is a debt, which is
 * waited for before more is taken. Safe for any thread.
 */
public final class RateLimit {
    private static final int BURST_SECONDS = 2;

    private final double perNano;
    private final double most;
    private final LongSupplier nanos;
    private double left;
    private long at;

    /**
     * @param perSecond at least 1
     * @param nanos a clock that never goes back, nanoseconds
     */
    public RateLimit(long perSecond, LongSupplier nanos) {
        this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        this.most = perSecond * (double) BURST_SECONDS;
        this.nanos = nanos;
        this.left = most;
        this.at = nanos.getAsLong();
    }

    /** Takes one if there is one. */
    public synchronized boolean tryTake() {
        refill();
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Takes this many, there or not. */
    public synchronized void take(long count) {
        refill();
        left -= count;
    }

    /** How long until there is one; 0 if there is. */
    public synchronized long nanosUntilOne() {
        refill();
        return left >= 1 ? 0 : (long) Math.ceil((1 - left) / perNano);
    }

    private void refill() {
        long now = nanos.getAsLong();
        left = Math.min(most, left + (now - at) * perNano);
        at = now;
    }
}
