package io.selfheal.analyzer.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all stores of one kind in this process may hold: an attacker decides how many names and addresses he
 * uses, and there are 2^64 in one IPv6 network. Safe for many threads.
 */
final class ProfileBudget {
    /** What a profile costs beside key and value: entries of map and {@link Ranks}, objects' headers, references. */
    private static final int OVERHEAD = 250;

    private final long max;
    private final AtomicLong used = new AtomicLong();

    ProfileBudget(long maxBytes) {
        this.max = maxBytes;
    }

    static long costOf(String key, byte[] value) {
        return OVERHEAD + 2L * key.length() + value.length;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    boolean isOver() {
        return used.get() > max;
    }

    /** Whether there is room again, so that not every new profile begins a search for a victim. */
    boolean hasRoom() {
        return used.get() <= max - max / 20;
    }

    long used() {
        return used.get();
    }
}
