package io.selfheal.analyzer.model.forest;

import java.util.Arrays;
import java.util.List;

/**
 * Robust scaling (ML-02): each column minus its median, divided by its interquartile range, so that attacks among the
 * training rows do not move the scale. A column whose quartiles agree is divided by its whole range instead; one that
 * never changes by 1.
 */
public final class RobustScaling {
    private final float[] offset;
    private final float[] scale;

    private RobustScaling(float[] offset, float[] scale) {
        this.offset = offset;
        this.scale = scale;
    }

    /** Learns median and range of each column; at least one row. */
    public static RobustScaling of(List<float[]> rows) {
        int columns = rows.getFirst().length;
        float[] offset = new float[columns];
        float[] scale = new float[columns];
        float[] column = new float[rows.size()];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < column.length; r++) {
                column[r] = rows.get(r)[c];
            }
            Arrays.sort(column);
            float quartiles = at(column, 0.75) - at(column, 0.25);
            float range = column[column.length - 1] - column[0];
            offset[c] = at(column, 0.5);
            scale[c] = quartiles > 0 ? 1 / quartiles : range > 0 ? 1 / range : 1;
        }
        return new RobustScaling(offset, scale);
    }

    /** The medians. */
    public float[] offset() {
        return offset.clone();
    }

    /** What each difference from the median is multiplied with. */
    public float[] scale() {
        return scale.clone();
    }

    /** In single precision, step by step as the ONNX operator Scaler does it. */
    public float[] apply(float[] row) {
        float[] scaled = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            scaled[i] = (row[i] - offset[i]) * scale[i];
        }
        return scaled;
    }

    private static float at(float[] sorted, double quantile) {
        return sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }
}
