package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.SourceProfile;

/**
 * Recognises repeated event ids: the last 32,768 to 65,536 of them, in two generations of open addressing (1 MiB).
 * A profile's own short memory survives a restart; this one catches the long repeats of a collector that crashed
 * before its checkpoint. A lost event by equal hashes: one in 2^47.
 */
final class EventDedupe {
    private static final int SLOTS = 1 << 16;
    private static final int FULL = SLOTS / 2;

    /** Both generations of a slot stand beside each other: to ask both costs one read of the memory, not two. */
    private final long[] hashes = new long[2 * SLOTS];

    private int young;
    private int size;

    /** Whether the hash is new to this memory and to the profile's own; both know it from now on. */
    boolean isNew(long idHash, SourceProfile profile) {
        return isNew(idHash) && profile.isNewEvent(idHash);
    }

    /** Whether the hash is new; it is known from now on. */
    boolean isNew(long idHash) {
        long hash = idHash == 0 ? 1 : idHash;
        int place = place(hash, young);
        if (hashes[place] == hash || hashes[place(hash, 1 - young)] == hash) {
            return false;
        }
        if (size == FULL) {
            young = 1 - young;
            forgetYoung();
            place = place(hash, young);
        }
        hashes[place] = hash;
        size++;
        return true;
    }

    /** Where a generation holds the hash, or would. */
    private int place(long hash, int generation) {
        int slot = (int) ((hash * 0x9E3779B97F4A7C15L) >>> 48);
        while (hashes[2 * slot + generation] != 0 && hashes[2 * slot + generation] != hash) {
            slot = slot + 1 & SLOTS - 1;
        }
        return 2 * slot + generation;
    }

    private void forgetYoung() {
        for (int i = young; i < hashes.length; i += 2) {
            hashes[i] = 0;
        }
        size = 0;
    }
}
