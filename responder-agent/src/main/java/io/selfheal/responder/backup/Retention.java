package io.selfheal.responder.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which archives of a job may go: those beyond the number to keep, and those older than the age. The youngest good one
 * never goes, whatever its age, and nothing goes while none is good (ACT-56, ACT-62).
 *
 * @param keep how many are kept, at least 1
 * @param keepFor how long
 */
public record Retention(int keep, Duration keepFor) {
    public Retention {
        if (keep < 1 || keepFor.isNegative() || keepFor.isZero()) {
            throw new IllegalArgumentException("keep is at least 1 and keep-for is longer than nothing");
        }
    }

    /**
     * Those that may be deleted, oldest first.
     *
     * @param good whether an archive could be restored; asked from the youngest on until one is
     */
    List<Kept> dispensable(List<Kept> ofOneJob, Predicate<Kept> good, Instant now) {
        List<Kept> youngestFirst = ofOneJob.stream()
                .sorted(Comparator.comparing(Kept::created).reversed())
                .toList();
        Kept lastGood = youngestFirst.stream().filter(good).findFirst().orElse(null);
        if (lastGood == null) {
            return List.of();
        }
        List<Kept> dispensable = new ArrayList<>();
        for (int i = 0; i < youngestFirst.size(); i++) {
            Kept kept = youngestFirst.get(i);
            boolean old = kept.created().isBefore(now.minus(keepFor));
            if (!kept.equals(lastGood) && (i >= keep || old)) {
                dispensable.addFirst(kept);
            }
        }
        return dispensable;
    }
}
