package io.selfheal.responder.reconcile;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The blocks that were lifted before their time, by their decisions' ids, until that time: shown again by somebody who
 * holds the broker they are replays. Bounded: of too many, those that end soonest are forgotten. Not safe for several
 * threads.
 */
public final class EndedBlocks {
    /** 40 B each. */
    static final int MOST = 10_000;

    private final Map<String, Instant> untilById = new HashMap<>();
    private boolean unsaved;

    public void add(Wanted ended, Instant now) {
        if (!ended.expires().isAfter(now)) {
            return;
        }
        untilById.put(ended.id(), ended.expires());
        unsaved = true;
        if (untilById.size() > MOST) {
            tidy(now);
        }
    }

    boolean contains(String id) {
        return untilById.containsKey(id);
    }

    /** Forgets those whose time is over, and the tenth that ends soonest if there are too many still. */
    private void tidy(Instant now) {
        untilById.values().removeIf(until -> !until.isAfter(now));
        if (untilById.size() > MOST) {
            untilById.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .limit(MOST / 10)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(untilById::remove);
        }
    }

    /** Whether there is more than was last written to disk. */
    public boolean isUnsaved() {
        return unsaved;
    }

    public void saved() {
        unsaved = false;
    }

    /** When each of them would have ended, by id. */
    public Map<String, Instant> all() {
        return Map.copyOf(untilById);
    }

    public void restore(Map<String, Instant> kept) {
        untilById.putAll(kept);
    }
}
