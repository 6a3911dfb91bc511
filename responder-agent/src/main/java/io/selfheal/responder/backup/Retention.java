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

    /** What is dated later than this from now was made while a clock was wrong: how old it is, nobody knows. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    /** Youngest first; what is dated in the future comes last, so that it never passes for the newest. */
    public static <T> Comparator<T> youngestFirst(Function<T, Instant> created, Instant now) {
        return Comparator.comparing((T one) -> isOfTheFuture(created.apply(one), now))
                .thenComparing(Comparator.comparing(created).reversed());
    }

    public static boolean isOfTheFuture(Instant created, Instant now) {
        return created.isAfter(now.plus(CLOCKS_APART));
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
        List<T> youngestFirst =
                ofOneJob.stream().sorted(youngestFirst(created, now)).toList();
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
