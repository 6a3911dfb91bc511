package io.selfheal.analyzer.model;

import io.selfheal.analyzer.model.feature.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of features for tests: most sources alike, some far away from them. */
public final class Rows {
    private Rows() {}

    public static List<float[]> alike(int count, long seed) {
        Random random = new Random(seed);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[Feature.COUNT];
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (c + random.nextGaussian());
            }
            rows.add(row);
        }
        return rows;
    }

    /** Ten standard deviations away, in every feature. */
    public static float[] strange(int number) {
        float[] row = new float[Feature.COUNT];
        for (int c = 0; c < row.length; c++) {
            row[c] = c + 10 + number;
        }
        return row;
    }
}
