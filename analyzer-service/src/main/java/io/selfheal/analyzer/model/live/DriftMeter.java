package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.model.drift.Distribution;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.registry.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares the rows of today with those of the training, {@value #ROWS} at a time (ML-16). */
final class DriftMeter {
    /** Rows of a comparison: with fewer, chance alone moves the index. */
    static final int ROWS = 2_000;
    /** The usual bound above which a model should be trained anew. */
    static final double BOUND = 0.25;
    /** So many moved features count as drift also while the score stays. */
    private static final int MOVED = 3;

    private final ModelManifest manifest;
    private final long[][] counts;
    private int rows;
    private double index;

    DriftMeter(ModelManifest manifest) {
        this.manifest = manifest;
        this.counts = new long[manifest.reference().size()][];
        forget();
    }

    boolean isOf(ModelManifest other) {
        return manifest.equals(other);
    }

    /** The score's index of the last full comparison. */
    double index() {
        return index;
    }

    /**
     * Adds a row of a source that is not known for an attack.
     *
     * @return what moved, once a comparison is full and something did
     */
    Optional<String> add(float[] row, double score) {
        for (int i = 0; i < counts.length; i++) {
            Distribution distribution = manifest.reference().get(i);
            int column = Feature.NAMES.indexOf(distribution.name());
            counts[i][distribution.cell(column < 0 ? score : row[column])]++;
        }
        if (++rows < ROWS) {
            return Optional.empty();
        }
        List<String> moved = new ArrayList<>();
        double scores = 0;
        for (int i = 0; i < counts.length; i++) {
            Distribution distribution = manifest.reference().get(i);
            double stability = distribution.stability(counts[i]);
            if (distribution.name().equals("score")) {
                scores = stability;
            } else if (stability > BOUND) {
                moved.add(distribution.name() + String.format(Locale.ROOT, " %.2f", stability));
            }
        }
        forget();
        index = scores;
        return scores > BOUND || moved.size() >= MOVED
                ? Optional.of(String.format(Locale.ROOT, "score %.2f", scores)
                        + (moved.isEmpty() ? "" : "; " + String.join(", ", moved)))
                : Optional.empty();
    }

    private void forget() {
        rows = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new long[manifest.reference().get(i).shares().size()];
        }
    }
}
