package io.selfheal.analyzer.model.build;

import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.onnx.OnnxExport;
import io.selfheal.analyzer.model.onnx.OnnxGuard;
import io.selfheal.analyzer.model.registry.ModelManifest;
import io.selfheal.analyzer.model.registry.ModelManifest.Form;
import io.selfheal.analyzer.model.registry.ModelManifest.Part;
import io.selfheal.analyzer.model.registry.ModelManifest.Role;
import io.selfheal.analyzer.model.registry.ModelManifest.Training;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.supervised.ClassifierTraining;
import io.selfheal.analyzer.model.train.FeatureCsv;
import io.selfheal.analyzer.model.train.ForestTraining;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.TrainingReport;
import io.selfheal.analyzer.model.train.TrainingReport.ClassifierReport;
import io.selfheal.analyzer.model.train.TrainingRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes versions: from rows, or around a file that somebody else trained. */
public final class ModelBuild {
    private static final String FOREST = "forest.onnx";
    private static final String CLASSIFIER = "classifier.onnx";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ModelBuild() {}

    /**
     * A version before it is in a registry.
     *
     * @param manifest what it is made of
     * @param files by name
     */
    public record Built(ModelManifest manifest, Map<String, byte[]> files) {}

    /**
     * What training gave.
     *
     * @param built the version
     * @param report how good it is
     */
    public record Trained(Built built, TrainingReport report) {}

    /**
     * Trains forest and, with enough labels, classifier.
     *
     * @param rows oldest first
     * @param created the present; it names the version
     * @throws IllegalArgumentException if there are too few rows; the message says how many are needed
     */
    public static Trained train(
            List<TrainingRow> rows, KnownLabels labels, Parameters parameters, double contamination, Instant created) {
        ForestTraining.Result forest = new ForestTraining(parameters, contamination).train(rows, labels);
        ClassifierTraining.Result classifier = ClassifierTraining.train(rows, labels, parameters.seed());
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        byte[] onnx = OnnxExport.of(forest.forest());
        files.put(FOREST, onnx);
        parts.add(
                part(Role.ISOLATION_FOREST, FOREST, onnx, "score", Form.ANOMALY, forest.threshold(), forest.ceiling()));
        classifier.onnx().ifPresent(bytes -> {
            files.put(CLASSIFIER, bytes);
            parts.add(part(Role.CLASSIFIER, CLASSIFIER, bytes, "score", Form.ANOMALY, 0.5, 0.95));
        });
        TrainingReport report = with(forest.report(), classifier.report());
        ClassifierReport said = classifier.report();
        Training training = new Training(
                report.usual(),
                report.sources(),
                FeatureCsv.sha256(rows, labels),
                contamination,
                said.used() ? said.labels() : 0);
        return new Trained(built(created, onnx, parts, training, forest, files), report);
    }

    /**
     * A version around a forest that was trained elsewhere on our features.
     *
     * @param output the graph's output that holds the figure, for scikit-learn {@code scores}
     * @param threshold figures above it are unusual; for a decision function scikit-learn's {@code -offset_}
     * @throws ModelRefused if the file is not one that would be run
     */
    public static Built around(byte[] onnx, String output, Form form, double threshold, Instant created)
            throws ModelRefused {
        OnnxGuard.check("the file", onnx, output);
        Part part = part(Role.ISOLATION_FOREST, FOREST, onnx, output, form, threshold, threshold + (1 - threshold) / 2);
        Training training = new Training(0, 0, "", 0, 0);
        return built(created, onnx, List.of(part), training, null, Map.of(FOREST, onnx));
    }

    private static Built built(
            Instant created,
            byte[] forest,
            List<Part> parts,
            Training training,
            ForestTraining.@org.jspecify.annotations.Nullable Result result,
            Map<String, byte[]> files) {
        String version =
                STAMP.format(created) + "-" + ModelRegistry.sha256(forest).substring(0, 8);
        ModelManifest manifest = new ModelManifest(
                version,
                created,
                Feature.VERSION,
                Feature.NAMES,
                parts,
                training,
                result == null ? List.of() : result.reference());
        return new Built(manifest, files);
    }

    private static Part part(
            Role role, String file, byte[] bytes, String output, Form form, double threshold, double ceiling) {
        return new Part(role, file, ModelRegistry.sha256(bytes), output, form, threshold, ceiling);
    }

    private static TrainingReport with(TrainingReport report, ClassifierReport classifier) {
        return new TrainingReport(
                report.rows(),
                report.sources(),
                report.from(),
                report.to(),
                report.usual(),
                report.learned(),
                report.tried(),
                report.contamination(),
                report.threshold(),
                report.ceiling(),
                report.histogram(),
                report.histogramUsual(),
                report.unusualShare(),
                report.labels(),
                report.attacks(),
                report.choices(),
                report.influences(),
                java.util.Optional.of(classifier));
    }
}
