package io.selfheal.enrichment.file;

import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding.Opinion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The file verdicts topic in memory, bounded; the least recently used leaves first, and is asked about again. */
public final class FileMemory {
    private final Map<String, FileVerdict> verdicts;
    private final WarmUp warmUp;

    public FileMemory(int capacity, WarmUp warmUp) {
        this.warmUp = warmUp;
        this.verdicts = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, FileVerdict> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Whether the verdicts that were there at start have been read. */
    public WarmUp warmUp() {
        return warmUp;
    }

    /** Takes over a verdict; the newer one stays. */
    public synchronized void learn(FileVerdict verdict) {
        FileVerdict known = verdicts.get(verdict.sha256());
        if (known == null || !verdict.time().isBefore(known.time())) {
            verdicts.put(verdict.sha256(), verdict);
        }
    }

    synchronized Optional<FileVerdict> of(String sha256) {
        return Optional.ofNullable(verdicts.get(sha256));
    }

    /** What need not be asked again: an answer that holds, or one that came after the file was checked. */
    synchronized Optional<FileVerdict> answer(FileQuestion question, Instant now) {
        return of(question.sha256())
                .filter(known -> now.isBefore(known.finding().expires())
                        || (known.finding().opinion() != Opinion.ERROR
                                && !known.finding().checkedAt().isBefore(question.time())));
    }

    /** Questions that were asked since a moment, as far as verdicts tell. */
    synchronized int askedSince(Instant since) {
        return (int) verdicts.values().stream()
                .filter(known -> !known.finding().checkedAt().isBefore(since))
                .count();
    }
}
