package io.selfheal.analyzer.model;

import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.TrainingRow;
import io.selfheal.schemas.sign.RecordSigner;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Versions for tests, trained on rows that are alike. */
public final class Models {
    public static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    private Models() {}

    public static List<TrainingRow> rows(List<float[]> features) {
        List<TrainingRow> rows = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            rows.add(new TrainingRow(1_772_000_000 + i * 60, "192.0.2." + i % 250, features.get(i)));
        }
        return rows;
    }

    public static ModelBuild.Built trained(long seed) {
        return ModelBuild.train(
                        rows(Rows.alike(1000, seed)),
                        new KnownLabels(),
                        Parameters.DEFAULT,
                        0.01,
                        CREATED.plusSeconds(seed))
                .built();
    }

    /** Adds a version and gives its name. */
    public static String add(ModelRegistry registry, ModelBuild.Built built, Optional<RecordSigner> signer)
            throws IOException {
        registry.add(built.manifest(), built.files(), signer);
        return built.manifest().version();
    }
}
