package io.selfheal.analyzer.profile;

import org.jspecify.annotations.Nullable;

/**
 * Blocks that are, and apart from them blocks that would have been: a dry run neither counts as an offence nor stands in
 * a real block's way (decision 13). Made when first asked for: most sources have neither.
 */
final class Ledgers {
    private static final int REAL = 1 << 18;
    private static final int WOULD_BE = 1 << 23;

    private @Nullable BlockHistory real;
    private @Nullable BlockHistory wouldBe;

    BlockHistory of(boolean simulated) {
        BlockHistory known = simulated ? wouldBe : real;
        if (known == null) {
            known = new BlockHistory();
            if (simulated) {
                wouldBe = known;
            } else {
                real = known;
            }
        }
        return known;
    }

    boolean isBlocked(boolean simulated) {
        BlockHistory known = simulated ? wouldBe : real;
        return known != null && known.isBlocked();
    }

    boolean hasOffences() {
        return (real != null && real.offences() > 0) || (wouldBe != null && wouldBe.offences() > 0);
    }

    /** Bits of the ledgers that are there, for the profile's header. */
    int parts() {
        return (real == null ? 0 : REAL) | (wouldBe == null ? 0 : WOULD_BE);
    }

    void write(boolean simulated, Packer out) {
        BlockHistory known = simulated ? wouldBe : real;
        if (known != null) {
            known.write(out);
        }
    }

    /** @param parts the header's bits */
    void read(int parts, boolean simulated, Unpacker in) {
        if (simulated && (parts & WOULD_BE) != 0) {
            wouldBe = BlockHistory.read(in);
        } else if (!simulated && (parts & REAL) != 0) {
            real = BlockHistory.read(in);
        }
    }
}
