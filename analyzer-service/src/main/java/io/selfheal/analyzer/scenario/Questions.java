package io.selfheal.analyzer.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which scenarios an event asks, and what of their conditions is still open for an event of its kind: of some seventy
 * scenarios an ordinary request asks four. Worked out when the first event of a kind comes, kept in a table of
 * {@value #SLOTS} kinds; a kind whose slot is taken replaces the other one.
 *
 * <p>Shared by all threads without a lock: entries are immutable, two threads that make the same one make equal ones.
 */
final class Questions {
    private static final int SLOTS = 1024;

    private final Question[] all;
    private final @Nullable Kind[] kinds = new Kind[SLOTS];

    /**
     * What an event asks a scenario.
     *
     * @param scenario whom
     * @param id its id's hash
     * @param when what is still open of its condition
     */
    record Question(Scenario scenario, int id, Condition when) {}

    private static final class Kind {
        private final Alike like;
        private final Asked questions;

        Kind(Alike like, Asked questions) {
            this.like = like;
            this.questions = questions;
        }
    }

    Questions(List<Question> all) {
        this.all = all.toArray(Question[]::new);
    }

    Asked of(Occurrence occurrence) {
        int slot = slot(Alike.hash(occurrence));
        Kind known = kinds[slot];
        if (known != null && known.like.fits(occurrence)) {
            return known.questions;
        }
        Asked questions = open(occurrence);
        if (Alike.isUsual(occurrence)) {
            kinds[slot] = new Kind(Alike.of(occurrence), questions);
        }
        return questions;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 22;
    }

    private Asked open(Occurrence sample) {
        List<Question> open = new ArrayList<>();
        for (Question question : all) {
            Scenario scenario = question.scenario;
            if (!scenario.actions().contains(sample.event().action())) {
                continue;
            }
            Condition rest = Residual.of(scenario.when(), sample);
            if (!Residual.isNever(rest) || mayMatterOtherwise(scenario, sample)) {
                open.add(new Question(scenario, question.id, rest));
            }
        }
        return new Asked(open);
    }

    /** Whether an event that does not count may end a sequence or take the scenario back. */
    private static boolean mayMatterOtherwise(Scenario scenario, Occurrence sample) {
        Scenario.Reset reset = scenario.reset();
        if (reset != null && !Residual.isNever(Residual.of(reset.when(), sample))) {
            return true;
        }
        return switch (scenario.pace()) {
            case Pace.Threshold t -> false;
            case Pace.LeakyBucket b -> false;
            case Pace.DistinctCount d -> false;
            case Pace.FirstSeen f -> false;
            case Pace.Travel t -> false;
            case Pace.Absence a -> !Residual.isNever(Residual.of(a.of(), sample));
            case Pace.Sequence s -> !Residual.isNever(Residual.of(s.then(), sample));
        };
    }
}
