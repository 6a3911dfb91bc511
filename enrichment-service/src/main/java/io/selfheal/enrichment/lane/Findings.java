package io.selfheal.enrichment.lane;

import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the lanes' findings come together: merged into one verdict for each address and published in one step, so that
 * an older record can never follow a newer one into the compacted topic. The lock is not the cache's own: reading the
 * cache never waits for Kafka.
 */
public final class Findings {
    private final VerdictCache cache;
    private final Publisher publisher;
    private final Object order = new Object();

    public Findings(VerdictCache cache, Publisher publisher) {
        this.cache = cache;
        this.publisher = publisher;
    }

    void add(IpAddress address, Finding finding, Instant now) throws InterruptedException {
        synchronized (order) {
            Optional<Verdict> verdict = cache.merge(address, finding, now);
            if (verdict.isPresent()) {
                publisher.publish(verdict.get());
            }
        }
    }

    VerdictCache known() {
        return cache;
    }

    /** Where everything goes that lanes have to tell. */
    public Publisher publisher() {
        return publisher;
    }
}
