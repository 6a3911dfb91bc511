package io.selfheal.analyzer.detect;

import java.util.Arrays;

/**
 * Recognises repeated event ids: the last 32,768 to 65,536 of them, in two generations of open addressing (1 MiB).
 * A profile's own short memory survives a restart; this one catches the long repeats of a collector that crashed
 * before its checkpoint. A lost event by equal hashes: one in 2^47.
 */
final class EventDedupe {
    private static final int SLOTS = 1 << 16;
    private static final int FULL = SLOTS / 2;

    private long[] young = new long[SLOTS];
    private long[] old = new long[SLOTS];
    private int size;

    /** Whether the hash is new; it is known from now on. */
    boolean isNew(long idHash) {
        long hash = idHash == 0 ? 1 : idHash;
        if (contains(old, hash)) {
            return false;
        }
        int slot = slot(hash);
        while (young[slot] != 0) {
            if (young[slot] == hash) {
                return false;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        if (size == FULL) {
            long[] spare = old;
            old = young;
            Arrays.fill(spare, 0);
            young = spare;
            size = 0;
            slot = slot(hash);
        }
        young[slot] = hash;
        size++;
        return true;
    }

    private static boolean contains(long[] set, long hash) {
        int slot = slot(hash);
        while (set[slot] != 0) {
            if (set[slot] == hash) {
                return true;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return false;
    }

    private static int slot(long hash) {
        return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 48);
    }
}
