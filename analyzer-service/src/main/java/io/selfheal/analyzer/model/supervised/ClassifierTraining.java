package io.selfheal.analyzer.model.supervised;

import io.selfheal.analyzer.model.forest.RobustScaling;
import io.selfheal.analyzer.model.onnx.OnnxExport;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.analyzer.model.train.TrainingReport.ClassifierReport;
import io.selfheal.analyzer.model.train.TrainingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Logistic regression (Tribuo) over resolutions: each one gives the last row of its source before it. Tried on the
 * newer 30 % of them, then trained on all. Below the stated amounts it is not used, and the report says so.
 */
public final class ClassifierTraining {
    /** Fewest resolutions that fit a row. */
    public static final int MIN_LABELS = 200;
    /** Fewest of each kind among them. */
    public static final int MIN_OF_EACH = 20;

    private static final double OLDER = 0.7;
    private static final int EPOCHS = 30;
    private static final double LEARNING_RATE = 0.1;
    private static final Label ATTACK = new Label("attack");
    private static final Label HARMLESS = new Label("harmless");

    private ClassifierTraining() {}

    /**
     * What training gave.
     *
     * @param onnx the classifier; empty when there are too few labels
     * @param report about it
     */
    public record Result(Optional<byte[]> onnx, ClassifierReport report) {}

    private record Labelled(TrainingRow row, boolean attack) {}

    /** Trains; rows oldest first. */
    public static Result train(List<TrainingRow> rows, KnownLabels labels, long seed) {
        List<Labelled> labelled = labelled(rows, labels);
        int confirmed = (int) labelled.stream().filter(Labelled::attack).count();
        if (labelled.size() < MIN_LABELS || confirmed < MIN_OF_EACH || labelled.size() - confirmed < MIN_OF_EACH) {
            String note = String.format(
                    Locale.ROOT,
                    "not used: %d of %d resolutions fit a row, %d confirmed and %d false positives;"
                            + " needed: %d, and %d of each",
                    labelled.size(),
                    labels.resolutions(),
                    confirmed,
                    labelled.size() - confirmed,
                    MIN_LABELS,
                    MIN_OF_EACH);
            return new Result(
                    Optional.empty(),
                    new ClassifierReport(labelled.size(), confirmed, false, Double.NaN, Double.NaN, note));
        }
        int split = (int) (labelled.size() * OLDER);
        Weights tried = fit(labelled.subList(0, split), seed);
        List<Labelled> newer = labelled.subList(split, labelled.size());
        long found = newer.stream().filter(l -> tried.isAttack(l.row())).count();
        long hit = newer.stream()
                .filter(l -> l.attack() && tried.isAttack(l.row()))
                .count();
        long attacks = newer.stream().filter(Labelled::attack).count();
        Weights kept = fit(labelled, seed);
        ClassifierReport report = new ClassifierReport(
                labelled.size(),
                confirmed,
                true,
                found == 0 ? Double.NaN : (double) hit / found,
                attacks == 0 ? Double.NaN : (double) hit / attacks,
                "tried on the newest " + newer.size() + " resolutions");
        return new Result(Optional.of(OnnxExport.of(kept.scaling, kept.weights, kept.bias)), report);
    }

    /** For each resolution the last row before it, in the order of time. */
    private static List<Labelled> labelled(List<TrainingRow> rows, KnownLabels labels) {
        Map<Resolution, Labelled> last = new LinkedHashMap<>();
        for (TrainingRow row : rows) {
            labels.resolution(row).ifPresent(r -> last.put(r, new Labelled(row, r.confirmed())));
        }
        List<Labelled> labelled = new ArrayList<>(last.values());
        labelled.sort(Comparator.comparingInt(l -> l.row().second()));
        return labelled;
    }

    private static Weights fit(List<Labelled> labelled, long seed) {
        List<float[]> features = labelled.stream().map(l -> l.row().features()).toList();
        RobustScaling scaling = RobustScaling.of(features);
        String[] names = names(features.getFirst().length);
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> set =
                new MutableDataset<>(new SimpleDataSourceProvenance("resolutions", factory), factory);
        for (int i = 0; i < labelled.size(); i++) {
            set.add(new ArrayExample<>(
                    labelled.get(i).attack() ? ATTACK : HARMLESS, names, bounded(scaling.apply(features.get(i)))));
        }
        LinearSGDTrainer trainer = new LinearSGDTrainer(
                new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, Integer.MAX_VALUE, 1, seed);
        return Weights.of(scaling, trainer.train(set), names);
    }

    /** Features are scaled robustly, so single ones can be thousands of ranges away; they must not own the gradient. */
    private static double[] bounded(float[] scaled) {
        double[] values = new double[scaled.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(scaled[i], -Weights.BOUND, Weights.BOUND);
        }
        return values;
    }

    /** Tribuo orders features by name: these are in the order of their number. */
    private static String[] names(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = String.format(Locale.ROOT, "f%03d", i);
        }
        return names;
    }

    /** A logistic regression: the difference of the two classes' weights. */
    private static final class Weights {
        private static final float BOUND = OnnxExport.OUTLIER;

        private final RobustScaling scaling;
        private final float[] weights;
        private final float bias;

        private Weights(RobustScaling scaling, float[] weights, float bias) {
            this.scaling = scaling;
            this.weights = weights;
            this.bias = bias;
        }

        static Weights of(RobustScaling scaling, LinearSGDModel model, String[] names) {
            DenseMatrix matrix = model.getWeightsCopy();
            int attack = model.getOutputIDInfo().getID(ATTACK);
            int harmless = model.getOutputIDInfo().getID(HARMLESS);
            float[] weights = new float[names.length];
            for (int i = 0; i < names.length; i++) {
                int column = model.getFeatureIDMap().getID(names[i]);
                if (column >= 0) {
                    weights[i] = (float) (matrix.get(attack, column) - matrix.get(harmless, column));
                }
            }
            int bias = matrix.getDimension2Size() - 1;
            return new Weights(scaling, weights, (float) (matrix.get(attack, bias) - matrix.get(harmless, bias)));
        }

        boolean isAttack(TrainingRow row) {
            float[] scaled = scaling.apply(row.features());
            double sum = bias;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * Math.clamp(scaled[i], -BOUND, BOUND);
            }
            return sum > 0;
        }
    }
}
