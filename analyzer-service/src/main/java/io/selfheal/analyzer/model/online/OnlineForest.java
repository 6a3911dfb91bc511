package io.selfheal.analyzer.model.online;

import com.amazon.randomcutforest.RandomCutForest;
import io.selfheal.analyzer.model.feature.Feature;

/**
 * Random cut forest (Guha, Mishra, Roy, Schrijvers: Robust Random Cut Forest Based Anomaly Detection On Streams, ICML
 * 2016): learns from each row it is shown, forgets old ones by chance, and says how much a new row would change it.
 * Bounded: 50 trees of 256 rows, about 2 MiB. Scoring a row costs about 60 µs, learning from one up to 450 µs, so
 * the caller limits how often. Seeded: the same rows in the same order give the same scores. Not stored: after a restart it learns
 * anew.
 */
public final class OnlineForest {
    /** Rows that it must have seen before it is asked. */
    public static final int MIN_ROWS = 1_000;

    /** Standard deviations above the mean score from which on a row is unusual, and from which it has all points. */
    private static final double UNUSUAL = 3;

    private static final double EXTREME = 8;
    /** Weight of a new score in the running mean and variance: the last few thousand count. */
    private static final double FRESH = 1.0 / 2_000;

    private static final int TREES = 50;
    private static final int SAMPLE = 256;
    private static final long SEED = 42;

    private final RandomCutForest forest = RandomCutForest.builder()
            .dimensions(Feature.COUNT)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLE)
            .outputAfter(SAMPLE)
            .randomSeed(SEED)
            .parallelExecutionEnabled(false)
            .build();
    private long learned;
    private double mean;
    private double variance;

    /** Learns from a row of a source that rules found nothing in. */
    public void learn(float[] row) {
        if (learned >= SAMPLE) {
            double difference = forest.getAnomalyScore(row) - mean;
            double weight = Math.max(FRESH, 1.0 / (learned - SAMPLE + 1));
            mean += weight * difference;
            variance = (1 - weight) * (variance + weight * difference * difference);
        }
        forest.update(row);
        learned++;
    }

    public long learned() {
        return learned;
    }

    /** Whether it has seen enough to be asked. */
    public boolean isReady() {
        return learned >= MIN_ROWS;
    }

    /** How much a row would change the forest: about 1 for one like the others. */
    public double score(float[] row) {
        return forest.getAnomalyScore(row);
    }

    /** From 0 for a score among the usual ones to 1 for one far above them. */
    public double strength(double score) {
        double deviation = Math.sqrt(variance);
        return deviation == 0 ? 0 : Math.clamp(((score - mean) / deviation - UNUSUAL) / (EXTREME - UNUSUAL), 0, 1);
    }
}
