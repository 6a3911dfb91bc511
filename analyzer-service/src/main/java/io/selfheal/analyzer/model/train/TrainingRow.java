package io.selfheal.analyzer.model.train;

import io.selfheal.analyzer.model.feature.Feature;
import java.time.Instant;

/** What the model saw of a source at a moment. */
public final class TrainingRow {
    private final int second;
    private final String source;
    private final float[] features;

    /**
     * A row.
     *
     * @param second event time
     * @param source its address
     * @param features {@link Feature#COUNT} values, kept as they are
     */
    public TrainingRow(int second, String source, float[] features) {
        if (features.length != Feature.COUNT) {
            throw new IllegalArgumentException("a row of " + features.length + " features; allowed: " + Feature.COUNT);
        }
        this.second = second;
        this.source = source;
        this.features = features;
    }

    /** A time as rows have it: whole seconds, kept within 1970 to 2038. */
    public static int second(Instant time) {
        return (int) Math.clamp(time.getEpochSecond(), 1L, Integer.MAX_VALUE);
    }

    public int second() {
        return second;
    }

    public String source() {
        return source;
    }

    /** Not to be changed by the caller. */
    public float[] features() {
        return features;
    }
}
