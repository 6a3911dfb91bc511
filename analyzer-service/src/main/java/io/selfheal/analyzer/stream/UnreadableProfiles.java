package io.selfheal.analyzer.stream;

import org.jboss.logging.Logger;

/**
 * What becomes of a profile whose bytes nobody can read, as those that a newer version left to an older one: it begins
 * anew, and the log says whose it was. Otherwise the worker whose partition holds it would end at every start. Of one store.
 */
final class UnreadableProfiles {
    private static final Logger LOG = Logger.getLogger(UnreadableProfiles.class);

    private final String store;
    private final Seldom found = new Seldom();

    UnreadableProfiles(String store) {
        this.store = store;
    }

    void found(String key, IllegalArgumentException fault) {
        long count = found.count();
        if (count > 0) {
            LOG.errorf(fault, "a profile of %s cannot be read and begins anew: %s (%d so far)", store, key, count);
        }
    }
}
