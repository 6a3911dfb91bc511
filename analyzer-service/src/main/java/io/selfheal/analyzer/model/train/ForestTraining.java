package io.selfheal.analyzer.model.train;

import io.selfheal.analyzer.model.drift.Distribution;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.forest.IsolationForest;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.model.train.TrainingReport.Choice;
import io.selfheal.analyzer.model.train.TrainingReport.Influence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Trains and tries a forest. It is tried as it will be used: learned from the older 70 % of the rows, tried on the newer
 * 30 %. What is kept is then trained on all usual rows.
 */
public final class ForestTraining {
    /** Fewer rows teach nothing: a forest of 256 rows a tree wants at least as many. */
    public static final int MIN_ROWS = 256;

    private static final double OLDER = 0.7;
    private static final int CELLS = 20;
    private static final int MAX_SHUFFLED = 1000;
    private static final double[] QUANTILES = {0.9, 0.95, 0.98, 0.99, 0.995, 0.999};

    private final Parameters parameters;
    private final double contamination;

    /**
     * A training.
     *
     * @param contamination share of the usual rows that shall be above the threshold: above 0, up to 0.5
     */
    public ForestTraining(Parameters parameters, double contamination) {
        boolean fits = contamination > 0 && contamination <= 0.5;
        if (!fits) {
            throw new IllegalArgumentException(
                    "contamination " + contamination + " is out of range; allowed: above 0, up to 0.5");
        }
        this.parameters = parameters;
        this.contamination = contamination;
    }

    /**
     * What training gave.
     *
     * @param forest trained on all usual rows
     * @param threshold of that forest
     * @param ceiling of that forest
     * @param reference how features and score are spread over the usual rows
     * @param report of the forest that was tried
     */
    public record Result(
            IsolationForest forest,
            double threshold,
            double ceiling,
            List<Distribution> reference,
            TrainingReport report) {
        public Result {
            reference = List.copyOf(reference);
        }
    }

    /**
     * Trains.
     *
     * @param rows oldest first
     * @throws IllegalArgumentException if there are too few
     */
    public Result train(List<TrainingRow> rows, KnownLabels labels) {
        int split = (int) (rows.size() * OLDER);
        List<float[]> older = usual(rows.subList(0, split), labels);
        List<float[]> all = usual(rows, labels);
        if (older.size() < MIN_ROWS) {
            throw new IllegalArgumentException("there are " + older.size() + " usual rows in the older 70 % of "
                    + rows.size() + "; allowed: " + MIN_ROWS + " or more. Give a longer history");
        }
        IsolationForest tried = IsolationForest.train(older, parameters);
        TrainingReport report = report(rows, rows.subList(split, rows.size()), all.size(), older, tried, labels);
        IsolationForest kept = IsolationForest.train(all, parameters);
        double[] scores = scores(kept, all);
        double threshold = quantile(scores, 1 - contamination);
        return new Result(kept, threshold, ceiling(threshold), reference(all, scores), report);
    }

    /** Half of the way from the threshold to 1: scores beyond hardly happen. */
    private static double ceiling(double threshold) {
        return threshold + (1 - threshold) / 2;
    }

    private TrainingReport report(
            List<TrainingRow> rows,
            List<TrainingRow> newer,
            int usual,
            List<float[]> older,
            IsolationForest forest,
            KnownLabels labels) {
        double[] learned = scores(forest, older);
        double threshold = quantile(learned, 1 - contamination);
        boolean people = newer.stream().anyMatch(row -> labels.resolution(row).isPresent());
        int[] histogram = new int[CELLS];
        int[] histogramUsual = new int[CELLS];
        double[] scores = new double[newer.size()];
        boolean[] attack = new boolean[newer.size()];
        int attacks = 0;
        int above = 0;
        int usualTried = 0;
        for (int i = 0; i < scores.length; i++) {
            TrainingRow row = newer.get(i);
            scores[i] = forest.score(row.features());
            attack[i] = people
                    ? labels.resolution(row).filter(Resolution::confirmed).isPresent()
                    : labels.isFlagged(row);
            attacks += attack[i] ? 1 : 0;
            int cell = Math.min(CELLS - 1, (int) (scores[i] * CELLS));
            histogram[cell]++;
            if (labels.isUsual(row)) {
                histogramUsual[cell]++;
                usualTried++;
                above += scores[i] > threshold ? 1 : 0;
            }
        }
        List<Choice> choices = new ArrayList<>();
        for (double quantile : QUANTILES) {
            choices.add(choice(quantile, quantile(learned, quantile), scores, attack, attacks));
        }
        return new TrainingReport(
                rows.size(),
                (int) rows.stream().map(TrainingRow::source).distinct().count(),
                Instant.ofEpochSecond(rows.getFirst().second()),
                Instant.ofEpochSecond(rows.getLast().second()),
                usual,
                older.size(),
                newer.size(),
                contamination,
                threshold,
                ceiling(threshold),
                Arrays.stream(histogram).boxed().toList(),
                Arrays.stream(histogramUsual).boxed().toList(),
                usualTried == 0 ? 0 : (double) above / usualTried,
                people ? "operators" : attacks > 0 ? "rules" : "none",
                attacks,
                choices,
                influences(forest, newer),
                Optional.empty());
    }

    private static Choice choice(double quantile, double threshold, double[] scores, boolean[] attack, int attacks) {
        int found = 0;
        int hit = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > threshold) {
                found++;
                hit += attack[i] ? 1 : 0;
            }
        }
        return new Choice(
                quantile,
                threshold,
                found == 0 ? Double.NaN : (double) hit / found,
                attacks == 0 ? Double.NaN : (double) hit / attacks);
    }

    private List<Influence> influences(IsolationForest forest, List<TrainingRow> rows) {
        Random random = new Random(parameters.seed());
        List<float[]> some = new ArrayList<>();
        int step = Math.max(1, rows.size() / MAX_SHUFFLED);
        for (int i = 0; i < rows.size(); i += step) {
            some.add(rows.get(i).features());
        }
        double[] scores = scores(forest, some);
        List<Influence> influences = new ArrayList<>();
        for (int c = 0; c < Feature.COUNT; c++) {
            double change = 0;
            for (int i = 0; i < scores.length; i++) {
                float[] row = some.get(i).clone();
                row[c] = some.get(random.nextInt(scores.length))[c];
                change += Math.abs(forest.score(row) - scores[i]);
            }
            influences.add(new Influence(Feature.NAMES.get(c), scores.length == 0 ? 0 : change / scores.length));
        }
        influences.sort(Comparator.comparingDouble(Influence::change).reversed());
        return influences;
    }

    private static List<Distribution> reference(List<float[]> rows, double[] scores) {
        List<Distribution> reference = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (!feature.isTimeOfDay()) {
                int column = Feature.NAMES.indexOf(feature.featureName());
                double[] figures = rows.stream().mapToDouble(row -> row[column]).toArray();
                reference.add(Distribution.of(feature.featureName(), figures));
            }
        }
        reference.add(Distribution.of("score", scores));
        return reference;
    }

    private static List<float[]> usual(List<TrainingRow> rows, KnownLabels labels) {
        return rows.stream().filter(labels::isUsual).map(TrainingRow::features).toList();
    }

    private static double[] scores(IsolationForest forest, List<float[]> rows) {
        return rows.stream().mapToDouble(forest::score).toArray();
    }

    private static double quantile(double[] figures, double quantile) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))];
    }
}
