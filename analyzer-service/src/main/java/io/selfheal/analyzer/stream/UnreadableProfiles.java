package io.selfheal.analyzer.stream;

import org.jboss.logging.Logger;

/**
 * What becomes of a profile whose bytes nobody can read, as those that a newer version left to an older one: it begins
 * anew, and the log says whose it was. Otherwise the worker whose partition holds it would end at every start. Of one store.
 */
final class UnreadableProfiles {
    private static final Logger LOG = Logger.getLogger(UnreadableProfiles.class);
    /** Where there is one there may be a million. */
    private static final long BETWEEN_WORDS_NANOS = 1_000_000_000L;

    private final String store;
    private long count;
    private long lastWord = System.nanoTime() - BETWEEN_WORDS_NANOS;

    UnreadableProfiles(String store) {
        this.store = store;
    }

    void found(String key, IllegalArgumentException fault) {
        count++;
        long now = System.nanoTime();
        if (now - lastWord >= BETWEEN_WORDS_NANOS) {
            lastWord = now;
            LOG.errorf(fault, "a profile of %s cannot be read and begins anew: %s (%d so far)", store, key, count);
        }
    }
}
