package io.selfheal.schemas.policy;

import io.selfheal.schemas.event.ThreatType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How scores are made (requirements, section C).
 *
 * @param version of this policy; recorded with each decision
 * @param baseScores base score of each type; missing types have their default
 * @param window look-back of the frequency factor (DET-08)
 * @param frequencyStep added to the factor for each event after the first
 * @param frequencyCap the factor's bound
 * @param failedLoginThreshold failures that make a brute force (DET-09)
 * @param bruteForceWindow the window they must fall into (DET-10)
 * @param patternBonus points for the pattern
 * @param modelCap most points of the anomaly model
 * @param providerCap most points of each threat-intelligence provider
 * @param offHours when logins are worth more
 */
public record ScoringPolicy(
        String version,
        Map<ThreatType, Integer> baseScores,
        Duration window,
        double frequencyStep,
        double frequencyCap,
        int failedLoginThreshold,
        Duration bruteForceWindow,
        int patternBonus,
        int modelCap,
        int providerCap,
        OffHours offHours)
        implements Policy {
    public static final ScoringPolicy DEFAULT =
            new ScoringPolicy("default", Map.of(), Duration.ofHours(24), 0.2, 2.0, 5, Duration.ofHours(1), 30, 15, 20);

    /** A policy to which all hours are the same. */
    public ScoringPolicy(
            String version,
            Map<ThreatType, Integer> baseScores,
            Duration window,
            double frequencyStep,
            double frequencyCap,
            int failedLoginThreshold,
            Duration bruteForceWindow,
            int patternBonus,
            int modelCap,
            int providerCap) {
        this(
                version,
                baseScores,
                window,
                frequencyStep,
                frequencyCap,
                failedLoginThreshold,
                bruteForceWindow,
                patternBonus,
                modelCap,
                providerCap,
                OffHours.NONE);
    }

    public ScoringPolicy {
        Map<ThreatType, Integer> all = new EnumMap<>(ThreatType.class);
        for (ThreatType type : ThreatType.values()) {
            all.put(type, type.defaultBaseScore());
        }
        all.putAll(baseScores);
        all.forEach((type, score) -> requireRange("baseScores." + type.wireName(), score, 0, 100));
        baseScores = Map.copyOf(all);
        requireRange("failedLoginThreshold", failedLoginThreshold, 2, 1000);
        requireRange("patternBonus", patternBonus, 0, 100);
        requireRange("modelCap", modelCap, 0, 15);
        requireRange("providerCap", providerCap, 0, 20);
        boolean stepFits = frequencyStep >= 0 && frequencyStep <= 1;
        boolean capFits = frequencyCap >= 1 && frequencyCap <= 10;
        if (!stepFits || !capFits) {
            throw new IllegalArgumentException("frequencyStep " + frequencyStep + " or frequencyCap " + frequencyCap
                    + " is out of range; allowed: 0 to 1 and 1 to 10");
        }
        if (window.isNegative() || window.isZero() || window.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("window " + window + " is out of range; allowed: up to 24 hours");
        }
        if (bruteForceWindow.isNegative() || bruteForceWindow.isZero() || bruteForceWindow.compareTo(window) > 0) {
            throw new IllegalArgumentException(
                    "bruteForceWindow " + bruteForceWindow + " is out of range; allowed: up to window");
        }
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is out of range; allowed: " + min + " to " + max);
        }
    }

    public int baseScore(ThreatType type) {
        return baseScores.getOrDefault(type, type.defaultBaseScore());
    }

    /** {@code min(1 + step * (n - 1), cap)} for the n-th event in the window. */
    public double frequencyFactor(long n) {
        return Math.min(1 + frequencyStep * Math.max(0, n - 1), frequencyCap);
    }

    @Override
    public String name() {
        return "scoring";
    }
}
