package io.selfheal.analyzer.decide;

/**
 * SAF-14: how many blocks were decided in the minute of an event's arrival. One object for all partitions of a
 * process, so that the cap means what its name says; safe for many threads.
 */
public final class BlastRadius {
    private long minute = Long.MIN_VALUE;
    private int blocks;

    /**
     * Takes one block out of the minute's allowance.
     *
     * @param epochSecond when the event arrived; a replay gives event time
     * @return false when the minute is used up: propose instead of blocking
     */
    public synchronized boolean tryTake(long epochSecond, int maxPerMinute) {
        long now = Math.floorDiv(epochSecond, 60L);
        if (now > minute) {
            minute = now;
            blocks = 0;
        }
        if (blocks >= maxPerMinute) {
            return false;
        }
        blocks++;
        return true;
    }
}
