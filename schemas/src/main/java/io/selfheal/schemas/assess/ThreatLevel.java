package io.selfheal.schemas.assess;

/** The bands of DET-12. */
public enum ThreatLevel {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** The band of a score of 0 to 100. */
    public static ThreatLevel ofScore(int score) {
        return score >= 80 ? CRITICAL : score >= 60 ? HIGH : score >= 30 ? MEDIUM : LOW;
    }
}
