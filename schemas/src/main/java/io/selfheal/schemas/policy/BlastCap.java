package io.selfheal.schemas.policy;

/**
 * How much may be blocked before people are asked (SAF-14): above either bound blocks are proposed, not made.
 *
 * @param perMinute blocks in a minute
 * @param percent how many of a hundred sources that are seen in an hour may be blocked in it; 100: no bound. Where
 *     nearly all sources are attackers, as on hosts that are known by SSH alone, a low one leaves most of them alone
 */
public record BlastCap(int perMinute, int percent) {
    public static final BlastCap DEFAULT = new BlastCap(600, 100);

    /** So many blocks an hour pass the percentage in any case: few sources are not yet a share of anything. */
    public static final int FREE = 20;

    public BlastCap {
        if (perMinute < 1) {
            throw new IllegalArgumentException(
                    "maxBlocksPerMinute " + perMinute + " is out of range; allowed: 1 or more");
        }
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("maxBlockedPercent " + percent + " is out of range; allowed: 1 to 100");
        }
    }
}
