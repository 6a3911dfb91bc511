package io.selfheal.enrichment.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the verdicts that were there at start have been read, so that no quota is spent on known addresses. Done at
 * the end offsets of the first assignment, or after a time limit: an unreadable topic must not stop lookups for good.
 */
public final class WarmUp {
    private final InstantSource time;
    private final Instant latest;
    private final Map<Integer, Long> missing = new HashMap<>();
    private boolean assigned;

    public WarmUp(Duration limit, InstantSource time) {
        this.time = time;
        this.latest = time.instant().plus(limit);
    }

    /** The offsets behind the last records, by partition; only the first call counts. */
    public synchronized void readUntil(Map<Integer, Long> beginOffsets, Map<Integer, Long> endOffsets) {
        if (!assigned) {
            assigned = true;
            endOffsets.forEach((partition, end) -> {
                if (end > beginOffsets.getOrDefault(partition, 0L)) {
                    missing.put(partition, end);
                }
            });
        }
    }

    /** A record was read. */
    public synchronized void saw(int partition, long offset) {
        Long end = missing.get(partition);
        if (end != null && offset >= end - 1) {
            missing.remove(partition);
        }
    }

    public synchronized boolean isDone() {
        return (assigned && missing.isEmpty()) || !time.instant().isBefore(latest);
    }
}
