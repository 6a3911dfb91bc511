package io.selfheal.analyzer.decide;

import io.selfheal.schemas.policy.BlastCap;
import org.jspecify.annotations.Nullable;

/**
 * SAF-14: how many blocks were decided in the minute of an event's arrival, and how many sources were seen and blocked
 * in its hour. One object for all partitions of a process, so that the cap means what its name says; safe for many
 * threads. After a restart it counts anew: until sources are seen again only the free blocks pass a percentage.
 */
public final class BlastRadius {
    private static final long HOUR = 3600;

    private final Allowance real = new Allowance();
    private final Allowance simulated = new Allowance();
    private long hour = Long.MIN_VALUE;
    private long sources;

    /** What was taken out of one minute and out of one hour. */
    private static final class Allowance {
        private long minute = Long.MIN_VALUE;
        private int blocks;
        private int blocksOfHour;
    }

    /**
     * A source was seen for the first time in this hour.
     *
     * @param epochSecond when its event arrived; a replay gives event time
     */
    public synchronized void seen(long epochSecond) {
        turn(epochSecond);
        sources++;
    }

    /**
     * Takes one block out of what is allowed; a dry run has an allowance of its own.
     *
     * @param wouldBe whether the block is only simulated
     * @param epochSecond when the event arrived; a replay gives event time
     * @return null if it was there; otherwise which bound is reached: propose instead of blocking
     */
    public synchronized @Nullable String tryTake(boolean wouldBe, long epochSecond, BlastCap cap) {
        String full = full(wouldBe, epochSecond, cap);
        if (full == null) {
            Allowance left = wouldBe ? simulated : real;
            left.blocks++;
            left.blocksOfHour++;
        }
        return full;
    }

    /** What {@link #tryTake} would say; spares those who would only be refused the work before it. */
    public synchronized @Nullable String full(boolean wouldBe, long epochSecond, BlastCap cap) {
        turn(epochSecond);
        Allowance left = wouldBe ? simulated : real;
        long minute = Math.floorDiv(epochSecond, 60L);
        if (minute > left.minute) {
            left.minute = minute;
            left.blocks = 0;
        }
        if (left.blocks >= cap.perMinute()) {
            return "more than " + cap.perMinute() + " blocks in a minute";
        }
        if (cap.percent() < 100
                && left.blocksOfHour >= BlastCap.FREE
                && (left.blocksOfHour + 1L) * 100 > cap.percent() * sources) {
            return "more than " + cap.percent() + " % of the sources seen in this hour (" + sources + ")";
        }
        return null;
    }

    private void turn(long epochSecond) {
        long now = Math.floorDiv(epochSecond, HOUR);
        if (now > hour) {
            hour = now;
            sources = 0;
            real.blocksOfHour = 0;
            simulated.blocksOfHour = 0;
        }
    }
}
