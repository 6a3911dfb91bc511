package io.selfheal.analyzer.profile;

import java.util.Arrays;

/**
 * The last few hashes of something, newest over oldest: event ids for the dedupe that survives a restart, orders that
 * were carried out. Grows from 4 to its bound as it is used.
 */
final class RecentHashes {
    private final int bound;
    private int[] hashes = new int[4];
    private int size;
    private int next;

    RecentHashes(int bound) {
        this.bound = bound;
    }

    /** Adds a hash; false if it is already there. */
    boolean add(int hash) {
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                return false;
            }
        }
        if (size < bound) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.min(bound, size * 2));
            }
            hashes[size++] = hash;
        } else {
            hashes[next] = hash;
            next = next + 1 == bound ? 0 : next + 1;
        }
        return true;
    }

    void write(Packer out) {
        out.number(size);
        for (int i = 0; i < size; i++) {
            out.word(hashes[(next + i) % size]);
        }
    }

    static RecentHashes read(Unpacker in, int bound) {
        RecentHashes recent = new RecentHashes(bound);
        int size = in.number(1024);
        for (int i = 0; i < size; i++) {
            recent.add(in.word());
        }
        return recent;
    }
}
