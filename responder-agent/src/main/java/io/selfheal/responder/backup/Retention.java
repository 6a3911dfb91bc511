package io.selfheal.responder.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
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

    /** Those archives that may be deleted, oldest first; see below. */
    List<Kept> dispensable(List<Kept> ofOneJob, Predicate<Kept> good, Instant now) {
        return dispensable(ofOneJob, Kept::created, good, now);
    }

    /**
     * Those that may be deleted, oldest first.
     *
     * @param good whether one could be restored; asked from the youngest on until one is
     */
    public <T> List<T> dispensable(List<T> ofOneJob, Function<T, Instant> created, Predicate<T> good, Instant now) {
        List<T> youngestFirst = ofOneJob.stream()
                .sorted(Comparator.comparing(created).reversed())
                .toList();
        T lastGood = youngestFirst.stream().filter(good).findFirst().orElse(null);
        if (lastGood == null) {
            return List.of();
        }
        List<T> dispensable = new ArrayList<>();
        for (int i = 0; i < youngestFirst.size(); i++) {
            T one = youngestFirst.get(i);
            boolean old = created.apply(one).isBefore(now.minus(keepFor));
            if (!one.equals(lastGood) && (i >= keep || old)) {
                dispensable.addFirst(one);
            }
        }
        return dispensable;
    }
}
