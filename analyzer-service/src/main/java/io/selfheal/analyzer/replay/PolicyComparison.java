package io.selfheal.analyzer.replay;

import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One history through two policies side by side, each with profiles of its own: who would be blocked by one of them
 * only, and who by both, but otherwise. Used by one thread.
 */
public final class PolicyComparison {
    private final Blocks before = new Blocks();
    private final Blocks after = new Blocks();
    private final ReplayCore first;
    private final ReplayCore second;

    /** @param places where sources are, for both */
    public PolicyComparison(RuleSet rules, PolicyBook before, PolicyBook after, Places places) {
        this(rules, before, after, places, ModelBook.off(), Detectors.NONE);
    }

    /**
     * A comparison that asks the anomaly model and plugins too.
     *
     * @param places where sources are, for both
     * @param models the anomaly model, for both
     * @param detectors who is asked beside scenarios and signatures, by both
     */
    public PolicyComparison(
            RuleSet rules, PolicyBook before, PolicyBook after, Places places, ModelBook models, Detectors detectors) {
        this.first = new ReplayCore(rules, before, this.before, places, models, detectors);
        this.second = new ReplayCore(rules, after, this.after, places, models, detectors);
    }

    /** Says that no event comes twice, as {@link ReplayCore#eachComesOnce()}. */
    public void eachComesOnce() {
        first.eachComesOnce();
        second.eachComesOnce();
    }

    /** Judges one event by both. */
    public void accept(SecurityEvent event) {
        first.accept(event);
        second.accept(event);
    }

    /** What the first policy came to. */
    public ReplaySummary before() {
        return first.summary();
    }

    /** What the second policy came to. */
    public ReplaySummary after() {
        return second.summary();
    }

    /** Targets that are treated differently, by name. */
    public List<PolicyDifference> differences() {
        TreeSet<String> targets = new TreeSet<>(before.sentences.keySet());
        targets.addAll(after.sentences.keySet());
        List<PolicyDifference> differences = new ArrayList<>();
        for (String target : targets) {
            Sentence one = before.sentences.get(target);
            Sentence other = after.sentences.get(target);
            if (one == null || other == null || !isSame(one, other)) {
                differences.add(new PolicyDifference(target, one, other));
            }
        }
        return differences;
    }

    /** How many targets both policies block alike. */
    public long same() {
        return before.sentences.entrySet().stream()
                .filter(entry -> {
                    Sentence other = after.sentences.get(entry.getKey());
                    return other != null && isSame(entry.getValue(), other);
                })
                .count();
    }

    /** The reason may be worded otherwise: what counts is when, how long and with which score. */
    private static boolean isSame(Sentence one, Sentence other) {
        return one.blocks() == other.blocks()
                && one.score() == other.score()
                && one.from().equals(other.from())
                && one.until().equals(other.until())
                && one.length().equals(other.length());
    }

    private static final class Blocks implements ReplaySink {
        private final Map<String, Sentence> sentences = new TreeMap<>();

        @Override
        public void assessment(Assessment assessment) {
            // what it leads to is compared
        }

        @Override
        public void decision(Decision decision) {
            switch (decision) {
                case Block block -> sentences.merge(block.key(), Sentence.of(block), Sentence::and);
                case Lift lift -> {
                    // the block said when it ends
                }
            }
        }

        @Override
        public void alert(Alert alert) {
            // follows from the decisions
        }
    }
}
