package io.selfheal.analyzer.model.retrain;

import java.time.Duration;

/**
 * When the analyzer trains anew, and what becomes of the new version.
 *
 * @param every after so long
 * @param onDrift earlier, a day after the last version at least, when sources behave unlike those of the training
 * @param minRows fewer rows train nothing
 * @param promote whether a challenger that passes takes over; else a person lets it
 * @param trial how long a challenger scores silently at least
 * @param trialRows rows that champion and challenger must both have scored
 */
public record RetrainPlan(
        Duration every, boolean onDrift, int minRows, boolean promote, Duration trial, int trialRows) {
    /** The trial that is asked for: a day, and 2,000 rows. */
    public RetrainPlan(Duration every, boolean onDrift, int minRows, boolean promote) {
        this(every, onDrift, minRows, promote, Duration.ofDays(1), 2_000);
    }

    public RetrainPlan {
        if (every.compareTo(Duration.ofDays(1)) < 0 || every.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(
                    "model-retrain.every '" + every + "' is out of range; allowed: 1 to 366 days");
        }
        if (minRows < 256 || minRows > 100_000) {
            throw new IllegalArgumentException(
                    "model-retrain.min-rows '" + minRows + "' is out of range; allowed: 256 to 100000");
        }
    }
}
