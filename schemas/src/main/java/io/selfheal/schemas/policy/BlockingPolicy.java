package io.selfheal.schemas.policy;

import java.time.Duration;

/**
 * When and how long to block.
 *
 * @param version of this policy; recorded with each decision
 * @param mode how far blocks go: simulated, asked for, made
 * @param autoBlock whether scores lead to blocks at all (SAF-10); false is the same as mode {@code OFF}
 * @param blockScore score from which a source is blocked: the critical band
 * @param autoActionMinScore no automatic action below this score; higher is less aggressive (DET-17)
 * @param firstBlock length of the first block
 * @param longestBlock bound of the doubling for repeat offenders
 * @param forgetOffencesAfter a target that was quiet this long starts again with the first length
 * @param cap above it blocks are proposed, not made
 * @param networks when a whole network is blocked
 * @param protection whom a recent successful login protects
 */
public record BlockingPolicy(
        String version,
        BlockingMode mode,
        boolean autoBlock,
        int blockScore,
        int autoActionMinScore,
        Duration firstBlock,
        Duration longestBlock,
        Duration forgetOffencesAfter,
        BlastCap cap,
        NetworkBlocks networks,
        LoginProtection protection)
        implements Policy {
    /** Bound of {@code longestBlock}: ten years. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    public static final BlockingPolicy DEFAULT = new BlockingPolicy(
            "default", true, 80, 70, Duration.ofHours(4), Duration.ofDays(7), Duration.ofDays(30), BlastCap.DEFAULT);

    /** A policy that follows the nodes' modes, with the defaults for networks and for recent logins. */
    public BlockingPolicy(
            String version,
            boolean autoBlock,
            int blockScore,
            int autoActionMinScore,
            Duration firstBlock,
            Duration longestBlock,
            Duration forgetOffencesAfter,
            BlastCap cap) {
        this(
                version,
                BlockingMode.NODES,
                autoBlock,
                blockScore,
                autoActionMinScore,
                firstBlock,
                longestBlock,
                forgetOffencesAfter,
                cap,
                NetworkBlocks.DEFAULT,
                LoginProtection.DEFAULT);
    }

    public BlockingPolicy {
        if (blockScore < 1 || blockScore > 100 || autoActionMinScore < 1 || autoActionMinScore > 100) {
            throw new IllegalArgumentException("blockScore " + blockScore + " or autoActionMinScore "
                    + autoActionMinScore + " is out of range; allowed: 1 to 100");
        }
        if (firstBlock.compareTo(Duration.ofMinutes(1)) < 0 || longestBlock.compareTo(firstBlock) < 0) {
            throw new IllegalArgumentException("firstBlock " + firstBlock + " or longestBlock " + longestBlock
                    + " is out of range; allowed: at least one minute, and the longest not below the first");
        }
        if (longestBlock.compareTo(LONGEST) > 0 || forgetOffencesAfter.isNegative()) {
            throw new IllegalArgumentException("longestBlock " + longestBlock + " or forgetOffencesAfter "
                    + forgetOffencesAfter + " is out of range; allowed: up to " + LONGEST + ", and not negative");
        }
    }

    /** Whether scores lead to blocks, real or simulated, or to proposals of them. */
    public boolean isAutomatic() {
        return autoBlock && mode != BlockingMode.OFF;
    }

    /** The same in another mode. */
    public BlockingPolicy in(BlockingMode other) {
        return new BlockingPolicy(
                version,
                other,
                autoBlock,
                blockScore,
                autoActionMinScore,
                firstBlock,
                longestBlock,
                forgetOffencesAfter,
                cap,
                networks,
                protection);
    }

    /** Length of the n-th block of a target: doubles each time up to the longest. */
    public Duration lengthOf(int offence) {
        Duration length = firstBlock;
        for (int i = 1; i < offence && length.compareTo(longestBlock) < 0; i++) {
            length = length.multipliedBy(2);
        }
        return length.compareTo(longestBlock) > 0 ? longestBlock : length;
    }

    @Override
    public String name() {
        return "blocking";
    }
}
