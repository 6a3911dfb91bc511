package io.selfheal.enrichment.cache;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdicts topic in memory, bounded; the least recently used leaves first. What left and is asked again is
 * published with the new finding alone: bounded memory costs at worst one provider's older opinion.
 */
public final class VerdictCache {
    private final Map<IpAddress, Verdict> verdicts;

    public VerdictCache(int capacity) {
        verdicts = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<IpAddress, Verdict> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Takes over a verdict from the topic; of two findings of one provider the newer stays. */
    public synchronized void learn(Verdict verdict) {
        Verdict known = verdicts.get(verdict.source());
        Verdict merged = verdict;
        if (known != null) {
            for (Finding finding : known.findings()) {
                Optional<Finding> other = of(merged, finding.provider());
                if (other.isEmpty() || other.get().checkedAt().isBefore(finding.checkedAt())) {
                    merged = with(merged, finding, verdict.time());
                }
            }
        }
        verdicts.put(verdict.source(), merged);
    }

    /** The topic says: nothing is known any more. */
    public synchronized void forget(IpAddress address) {
        verdicts.remove(address);
    }

    /**
     * Adds a finding and returns the verdict to publish. Empty when an error or a limit met an opinion that still
     * holds: not being able to ask changes nothing of what is known.
     */
    public synchronized Optional<Verdict> merge(IpAddress address, Finding finding, Instant now) {
        Verdict known = verdicts.getOrDefault(address, new Verdict(address, now, List.of()));
        if (!isTruth(finding) && holds(known, finding.provider(), now)) {
            return Optional.empty();
        }
        Verdict merged = with(known, finding, now);
        verdicts.put(address, merged);
        return Optional.of(merged);
    }

    /** Whether the provider's opinion (malicious, clean, unknown) is known and holds. */
    public synchronized boolean isAnswered(IpAddress address, String provider, Instant now) {
        Verdict known = verdicts.get(address);
        return known != null && holds(known, provider, now);
    }

    /** Whether the provider need not be asked now: it answered, or asking failed a short while ago. */
    public synchronized boolean isFresh(IpAddress address, String provider, Instant now) {
        Verdict known = verdicts.get(address);
        return known != null
                && of(known, provider).filter(f -> now.isBefore(f.expires())).isPresent();
    }

    /** Questions that the provider answered since a moment, as far as verdicts tell. */
    public synchronized int askedSince(String provider, Instant since) {
        return (int) verdicts.values().stream()
                .flatMap(verdict -> verdict.findings().stream())
                .filter(finding -> finding.provider().equals(provider)
                        && !finding.checkedAt().isBefore(since))
                .count();
    }

    public synchronized int size() {
        return verdicts.size();
    }

    private static boolean holds(Verdict verdict, String provider, Instant now) {
        return of(verdict, provider)
                .filter(f -> isTruth(f) && now.isBefore(f.expires()))
                .isPresent();
    }

    private static boolean isTruth(Finding finding) {
        return finding.opinion() != Opinion.ERROR && finding.opinion() != Opinion.LIMITED;
    }

    private static Optional<Finding> of(Verdict verdict, String provider) {
        return verdict.findings().stream()
                .filter(f -> f.provider().equals(provider))
                .findFirst();
    }

    private static Verdict with(Verdict verdict, Finding finding, Instant time) {
        List<Finding> findings = new ArrayList<>(verdict.findings());
        findings.removeIf(f -> f.provider().equals(finding.provider()));
        findings.add(finding);
        return new Verdict(verdict.source(), time, findings);
    }
}
