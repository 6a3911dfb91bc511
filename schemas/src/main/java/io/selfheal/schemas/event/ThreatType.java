package io.selfheal.schemas.event;

import java.util.Locale;
import java.util.Map;

/**
 * The threat types of DET-01 and DET-02 with their default base scores (DET-05); the scoring policy may change the
 * scores, not the types.
 */
public enum ThreatType {
    FAILED_LOGIN_ATTEMPT(10),
    SUSPICIOUS_LOGIN(45),
    SUSPICIOUS_PORT_SCAN(40),
    CONFIRMED_BRUTE_FORCE(90),
    CONFIRMED_ATTACK(95),
    HIGH_CPU_USAGE(20),
    HIGH_MEMORY_USAGE(20),
    UNUSUAL_NETWORK_ACTIVITY(50),
    MALWARE_DETECTED(100),
    /** Anything reported under a name that is none of ours: 50 (DET-05). */
    UNKNOWN(50);

    /** DET-03: names of older systems, accepted at ingest. */
    private static final Map<String, ThreatType> ALIASES =
            Map.of("port_scan_detected", SUSPICIOUS_PORT_SCAN, "brute_force_attempt", CONFIRMED_BRUTE_FORCE);

    private final int defaultBaseScore;

    ThreatType(int defaultBaseScore) {
        this.defaultBaseScore = defaultBaseScore;
    }

    public int defaultBaseScore() {
        return defaultBaseScore;
    }

    /** The name on the wire, for example {@code failed_login_attempt}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name or alias; {@link #UNKNOWN} for any other text. */
    public static ThreatType ofWireName(String name) {
        for (ThreatType type : values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        return ALIASES.getOrDefault(name, UNKNOWN);
    }
}
