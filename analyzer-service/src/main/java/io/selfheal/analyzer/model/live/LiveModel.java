package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.online.OnlineForest;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.train.TrainingRow;
import io.selfheal.analyzer.model.watch.ProfileWatch;
import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.SourceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model of one task: gathers rows while events are judged, scores them in batches, says what each source is worth.
 * Used by one thread. A batch is due when it is full or its oldest row is a second old in event time; the caller asks
 * {@link #isDue} and brings {@link #score}'s answers into the profiles. So the score of an event never waits for the
 * model: what it adds comes a moment later, as a verdict does.
 */
public final class LiveModel implements ProfileWatch {
    private static final int BATCH = 64;
    private static final int MAX_WAIT = 1;
    /** Rows of a second of event time that the online model scores; a row costs it about 60 µs. */
    private static final int SCORED_PER_SECOND = 20;
    /** Rows of a second of event time that it learns from, at up to 450 µs each. */
    private static final int LEARNED_PER_SECOND = 2;
    /** From this score on the rules have called a source dangerous. */
    private static final int DANGEROUS = 60;

    private final ModelBook book;
    private final @Nullable OnlineForest online;
    private final List<Look> pending = new ArrayList<>(BATCH);
    private @Nullable DriftMeter meter;
    private @Nullable String drift;
    private int onlineSecond;
    private int onlineScored;
    private int onlineLearned;

    private record Look(String source, int second, Row row, boolean suspicious, boolean dangerous) {}

    /** A row that is not copied. */
    private static final class Row {
        private final float[] features;

        Row(float[] features) {
            this.features = features;
        }
    }

    /**
     * What a source is worth.
     *
     * @param source its key
     * @param second event time of what was looked at
     * @param parts of the model, with their points
     */
    public record Opinion(String source, int second, List<ModelPart> parts) {
        public Opinion {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What people should hear of: today's sources are unlike those of the training.
     *
     * @param version of the model
     * @param second event time
     * @param moved what moved, by how much
     */
    public record Drift(String version, int second, String moved) {}

    public LiveModel(ModelBook book) {
        this.book = book;
        this.online = book.online() ? new OnlineForest() : null;
    }

    @Override
    public void look(SourceProfile profile, int second, boolean suspicious) {
        if (pending.size() < 4 * BATCH) {
            boolean dangerous = profile.isBlocked() || profile.reportedScore(second) >= DANGEROUS;
            float[] features = Feature.extract(profile, second);
            pending.add(new Look(profile.key(), second, new Row(features), suspicious, dangerous));
            if (!suspicious && !dangerous) {
                book.usual();
            }
            Harvest harvest = book.harvest();
            if (harvest != null) {
                harvest.add(new TrainingRow(second, profile.key(), features), dangerous);
            }
        }
    }

    /** Whether a batch waits, at this second of event time. */
    public boolean isDue(int second) {
        return !pending.isEmpty()
                && (pending.size() >= BATCH
                        || Math.abs((long) second - pending.getFirst().second()) >= MAX_WAIT);
    }

    /** Whether anything waits. */
    public boolean isPending() {
        return !pending.isEmpty();
    }

    /** Scores what waits. Without a version that works, and without the online model, there are no opinions. */
    public List<Opinion> score() {
        List<Look> looks = List.copyOf(pending);
        pending.clear();
        List<float[]> rows = looks.stream().map(look -> look.row().features).toList();
        LoadedModel model = book.champion();
        List<List<Ensemble.Voice>> voices = hear(model, rows);
        if (voices == null && book.champion() != model) {
            // It was replaced while we asked; the next one answers.
            model = book.champion();
            voices = hear(model, rows);
        }
        challenge(rows, voices);
        List<Opinion> opinions = new ArrayList<>(looks.size());
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            List<Ensemble.Voice> all = new ArrayList<>(3);
            if (voices != null && model != null) {
                all.addAll(voices.get(i));
                measure(model, look, all.getFirst().score());
            }
            askOnline(look, all);
            if (look.suspicious() && !all.isEmpty()) {
                opinions.add(new Opinion(look.source(), look.second(), Ensemble.parts(all, look.second())));
            }
        }
        return opinions;
    }

    /** Drift that was found since it was last asked for. */
    public Optional<Drift> drift(int second) {
        String moved = drift;
        DriftMeter of = meter;
        LoadedModel model = book.champion();
        drift = null;
        return moved == null || of == null || model == null
                ? Optional.empty()
                : Optional.of(new Drift(model.manifest().version(), second, moved));
    }

    private @Nullable List<List<Ensemble.Voice>> hear(@Nullable LoadedModel model, List<float[]> rows) {
        if (model == null || rows.isEmpty()) {
            return null;
        }
        try {
            return model.hear(rows);
        } catch (ModelRefused e) {
            book.failed(model, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void challenge(List<float[]> rows, @Nullable List<List<Ensemble.Voice>> champion) {
        LoadedModel challenger = book.challenger();
        List<List<Ensemble.Voice>> voices = champion == null ? null : hear(challenger, rows);
        if (champion != null && voices != null) {
            for (int i = 0; i < rows.size(); i++) {
                book.compare(
                        champion.get(i).getFirst().strength(),
                        voices.get(i).getFirst().strength());
            }
        }
    }

    private void measure(LoadedModel model, Look look, double score) {
        if (look.dangerous() || model.manifest().reference().isEmpty()) {
            return;
        }
        DriftMeter current = meter;
        if (current == null || !current.isOf(model.manifest())) {
            current = new DriftMeter(model.manifest());
            meter = current;
        }
        current.add(look.row().features, score).ifPresent(moved -> drift = moved);
        book.drifted(current.index());
    }

    /** Attacks are scored and not learned from; how many rows is bounded, since each is dear. */
    private void askOnline(Look look, List<Ensemble.Voice> voices) {
        OnlineForest forest = online;
        if (forest == null) {
            return;
        }
        if (look.second() != onlineSecond) {
            onlineSecond = look.second();
            onlineScored = 0;
            onlineLearned = 0;
        }
        if (!look.suspicious() && onlineLearned < LEARNED_PER_SECOND) {
            onlineLearned++;
            forest.learn(look.row().features);
            book.learned(forest.learned());
        } else if (look.suspicious() && forest.isReady() && onlineScored < SCORED_PER_SECOND) {
            onlineScored++;
            double score = forest.score(look.row().features);
            voices.add(new Ensemble.Voice(
                    Ensemble.ONLINE, forest.strength(score), score, "learned-from-" + forest.learned()));
        }
    }
}
