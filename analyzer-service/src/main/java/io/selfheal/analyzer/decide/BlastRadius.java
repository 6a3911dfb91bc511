package io.selfheal.analyzer.decide;

/**
 * SAF-14: how many blocks were decided in the minute of an event's arrival. One object for all partitions of a
 * process, so that the cap means what its name says; safe for many threads.
 */
public final class BlastRadius {
    private final Allowance real = new Allowance();
    private final Allowance simulated = new Allowance();

    /** What was taken out of one minute. */
    private static final class Allowance {
        private long minute = Long.MIN_VALUE;
        private int blocks;
    }

    /**
     * Takes one block out of the minute's allowance; a dry run has one of its own.
     *
     * @param wouldBe whether the block is only simulated
     * @param epochSecond when the event arrived; a replay gives event time
     * @return false when the minute is used up: propose instead of blocking
     */
    public synchronized boolean tryTake(boolean wouldBe, long epochSecond, int maxPerMinute) {
        if (!hasRoom(wouldBe, epochSecond, maxPerMinute)) {
            return false;
        }
        (wouldBe ? simulated : real).blocks++;
        return true;
    }

    /** Whether {@link #tryTake} would get one; spares those who would only be refused the work before it. */
    public synchronized boolean hasRoom(boolean wouldBe, long epochSecond, int maxPerMinute) {
        Allowance left = wouldBe ? simulated : real;
        long now = Math.floorDiv(epochSecond, 60L);
        if (now > left.minute) {
            left.minute = now;
            left.blocks = 0;
        }
        return left.blocks < maxPerMinute;
    }
}
