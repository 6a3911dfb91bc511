package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.Neighbourhood;
import io.selfheal.schemas.net.IpAddress;

/**
 * Of which sources their ranges have heard in these ten minutes: a range wants to know how many there are, not how often
 * each of them tries, and one more share for each failed login would be a sixth of the analyzer's work. Direct-mapped:
 * whom another one pushes out is told of again. For one thread.
 */
final class ToldRanges {
    private static final int SECONDS = 600;
    private static final int SLOTS = 4096;

    private final long[] told = new long[SLOTS];

    /** Whether the range of this source has heard of it; it has from now on. */
    boolean knows(IpAddress source, int second) {
        int holder = Neighbourhood.holderOf(source);
        long entry = ((long) holder << 32) | (second / SECONDS);
        int slot = Hashes.mix(holder) & SLOTS - 1;
        boolean known = told[slot] == entry;
        told[slot] = entry;
        return known;
    }
}
