package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.onnx.OnnxScorer;
import io.selfheal.analyzer.model.registry.ModelManifest;
import io.selfheal.analyzer.model.registry.ModelManifest.Part;
import io.selfheal.analyzer.model.registry.ModelManifest.Role;
import io.selfheal.analyzer.model.registry.ModelRegistry.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A version that runs: its manifest and a native session for each part. Safe for many threads. */
final class LoadedModel implements AutoCloseable {
    private final ModelManifest manifest;
    private final Part forestPart;
    private final OnnxScorer forest;
    private final @Nullable Part classifierPart;
    private final @Nullable OnnxScorer classifier;

    private LoadedModel(
            ModelManifest manifest,
            Part forestPart,
            OnnxScorer forest,
            @Nullable Part classifierPart,
            @Nullable OnnxScorer classifier) {
        this.manifest = manifest;
        this.forestPart = forestPart;
        this.forest = forest;
        this.classifierPart = classifierPart;
        this.classifier = classifier;
    }

    /** Loads a version as an analyzer would, and lets it go again. */
    static void tryOut(Version version) throws ModelRefused {
        of(version).close();
    }

    static LoadedModel of(Version version) throws ModelRefused {
        ModelManifest manifest = version.manifest();
        Part forestPart = manifest.part(Role.ISOLATION_FOREST).orElseThrow();
        OnnxScorer forest = load(version, forestPart);
        Part classifierPart = manifest.part(Role.CLASSIFIER).orElse(null);
        try {
            OnnxScorer classifier = classifierPart == null ? null : load(version, classifierPart);
            return new LoadedModel(manifest, forestPart, forest, classifierPart, classifier);
        } catch (ModelRefused e) {
            forest.close();
            throw e;
        }
    }

    private static OnnxScorer load(Version version, Part part) throws ModelRefused {
        byte[] bytes = Objects.requireNonNull(version.files().get(part.file()));
        return OnnxScorer.load(version.manifest().version() + "/" + part.file(), bytes, part.output());
    }

    ModelManifest manifest() {
        return manifest;
    }

    /** What the parts say of each row. */
    List<List<Ensemble.Voice>> hear(List<float[]> rows) throws ModelRefused {
        float[] anomalies = forest.score(rows);
        float[] attacks = classifier == null ? null : classifier.score(rows);
        List<List<Ensemble.Voice>> voices = new ArrayList<>(rows.size());
        for (int i = 0; i < anomalies.length; i++) {
            List<Ensemble.Voice> row = new ArrayList<>(3);
            row.add(voice(Ensemble.FOREST, forestPart, anomalies[i]));
            if (attacks != null && classifierPart != null) {
                row.add(voice(Ensemble.CLASSIFIER, classifierPart, attacks[i]));
            }
            voices.add(row);
        }
        return voices;
    }

    private Ensemble.Voice voice(String name, Part part, float output) {
        double anomaly = Float.isFinite(output) ? Math.clamp(part.anomaly(output), 0, 1) : 0;
        return new Ensemble.Voice(name, part.strength(anomaly), anomaly, manifest.version());
    }

    @Override
    public void close() {
        forest.close();
        if (classifier != null) {
            classifier.close();
        }
    }
}
