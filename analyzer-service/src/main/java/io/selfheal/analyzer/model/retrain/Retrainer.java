package io.selfheal.analyzer.model.retrain;

import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.model.live.Comparison;
import io.selfheal.analyzer.model.live.Harvest;
import io.selfheal.analyzer.model.live.ModelBook;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.registry.ModelManifest.Role;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.schemas.sign.RecordSigner;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains a version from the analyzer's own traffic when it is time (ML-16, ML-17), lets it score silently beside the one
 * at work, and judges it by what both said of the same rows. It never touches a challenger that a person named. Called
 * every few seconds by one thread, with the present; training on 100,000 rows takes it some processor seconds.
 */
public final class Retrainer {
    private static final double CONTAMINATION = 0.01;
    /** A version that calls more of its newest usual rows unusual did not learn what is usual. */
    private static final double MOST_UNUSUAL = 0.05;
    /** A challenger may call twice as many sources unusual as the champion, or this share. */
    private static final double FREE_SHARE = 0.02;
    /** Mean difference of the strengths from which both mean different things. */
    private static final double MOST_DIFFERENCE = 0.25;
    /** The usual bound of the population stability index. */
    private static final double DRIFT = 0.25;

    private static final Duration AFTER_DRIFT = Duration.ofDays(1);
    /** Training takes the processor; a registry that cannot be written is tried again with what was gathered by then. */
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int STAMP_LENGTH = 16;

    private final RetrainPlan plan;
    private final ModelRegistry registry;
    private final ModelBook book;
    private final Harvest harvest;
    private final Optional<RecordSigner> signer;
    private Instant restUntil = Instant.MIN;

    /**
     * Begins to gather.
     *
     * @param signer signs versions; empty: unsigned, which an analyzer with model keys refuses
     */
    public Retrainer(RetrainPlan plan, ModelRegistry registry, ModelBook book, Optional<RecordSigner> signer) {
        this.plan = plan;
        this.registry = registry;
        this.book = book;
        this.signer = signer;
        this.harvest = new Harvest();
        book.harvestInto(harvest);
    }

    /** What was done. */
    public sealed interface Step {
        /** It is not time, or there is too little. */
        record Nothing() implements Step {}

        /** A version was trained, and scores silently. */
        record Trained(String version, int rows) implements Step {}

        /** A version took over. */
        record Promoted(String version, String why) implements Step {}

        /** A version was put away; it stays in the registry. */
        record Rejected(String version, String why) implements Step {}
    }

    /**
     * Does what is due now.
     *
     * @throws IOException if the registry cannot be read or written
     */
    public Step step(Instant now) throws IOException {
        Optional<String> candidate = registry.pointed(Pointer.CANDIDATE);
        if (candidate.isPresent() && candidate.equals(registry.pointed(Pointer.CHALLENGER))) {
            Step judged = judge(candidate.get(), now);
            if (!(judged instanceof Step.Nothing)) {
                return judged;
            }
        }
        return isDue(now) ? train(now) : new Step.Nothing();
    }

    private Step train(Instant now) throws IOException {
        if (harvest.size() < plan.minRows() || isTriedByAPerson()) {
            return new Step.Nothing();
        }
        Harvest.Sample sample = harvest.sample();
        ModelBuild.Trained trained;
        try {
            trained = ModelBuild.train(sample.rows(), sample.labels(), Parameters.DEFAULT, CONTAMINATION, now);
        } catch (IllegalArgumentException e) {
            return new Step.Nothing(); // too few usual rows among them: there will be more
        }
        String version = trained.built().manifest().version();
        double unusual = trained.report().unusualShare();
        restUntil = now.plus(AFTER_FAILURE);
        registry.add(trained.built().manifest(), trained.built().files(), signer);
        restUntil = Instant.MIN;
        harvest.clear();
        if (unusual > MOST_UNUSUAL) {
            return new Step.Rejected(version, share(unusual) + " of the newest usual rows are unusual to it");
        }
        if (registry.pointed(Pointer.ACTIVE).isEmpty() && plan.promote()) {
            registry.activate(version);
            book.refresh();
            return new Step.Promoted(version, "there was none before");
        }
        registry.propose(version);
        book.refresh();
        return new Step.Trained(version, sample.rows().size());
    }

    /** A challenger that somebody named is not pushed aside. */
    private boolean isTriedByAPerson() throws IOException {
        Optional<String> challenger = registry.pointed(Pointer.CHALLENGER);
        return challenger.isPresent() && !challenger.equals(registry.pointed(Pointer.CANDIDATE));
    }

    private boolean isDue(Instant now) throws IOException {
        if (now.isBefore(restUntil) && now.isAfter(restUntil.minus(AFTER_FAILURE))) {
            return false;
        }
        Optional<Instant> last = newest();
        if (last.isEmpty()) {
            return true;
        }
        boolean drifted = plan.onDrift() && book.drift() > DRIFT;
        return !now.isBefore(last.get().plus(drifted ? AFTER_DRIFT : plan.every()));
    }

    /** When the newest version was made: their names begin with it. */
    private Optional<Instant> newest() throws IOException {
        List<String> versions = registry.versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Optional<Instant> made = made(versions.get(i));
            if (made.isPresent()) {
                return made;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> made(String version) {
        if (version.length() < STAMP_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(STAMP.parse(version.substring(0, STAMP_LENGTH), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Step judge(String version, Instant now) throws IOException {
        Comparison c = book.comparison();
        boolean tried =
                made(version).filter(at -> !now.isBefore(at.plus(plan.trial()))).isPresent()
                        && c.rows() >= plan.trialRows();
        if (!tried) {
            return new Step.Nothing();
        }
        double champion = (double) (c.both() + c.onlyChampion()) / c.rows();
        double challenger = (double) (c.both() + c.onlyChallenger()) / c.rows();
        if (challenger > Math.max(FREE_SHARE, 2 * champion) || c.difference() > MOST_DIFFERENCE) {
            registry.clear(Pointer.CHALLENGER);
            registry.clear(Pointer.CANDIDATE);
            book.refresh();
            return new Step.Rejected(
                    version,
                    String.format(
                            Locale.ROOT,
                            "it calls %s unusual, the one at work %s; mean difference %.3f",
                            share(challenger),
                            share(champion),
                            c.difference()));
        }
        if (!plan.promote() || wouldLoseAPart(version)) {
            return new Step.Nothing();
        }
        registry.activate(version);
        registry.clear(Pointer.CHALLENGER);
        registry.clear(Pointer.CANDIDATE);
        book.refresh();
        return new Step.Promoted(
                version,
                String.format(
                        Locale.ROOT, "%,d rows, mean difference %.3f to the one before", c.rows(), c.difference()));
    }

    /** People's resolutions are not at hand here: a classifier that was trained from them is not thrown away. */
    private boolean wouldLoseAPart(String version) throws IOException {
        Optional<String> active = registry.pointed(Pointer.ACTIVE);
        return active.isPresent() && hasClassifier(active.get()) && !hasClassifier(version);
    }

    private boolean hasClassifier(String version) throws IOException {
        try {
            return registry.load(version, Optional.empty()).manifest().parts().stream()
                    .anyMatch(part -> part.role() == Role.CLASSIFIER);
        } catch (ModelRefused e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String share(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }
}
