package io.selfheal.analyzer.profile;

import io.selfheal.schemas.assess.ThreatLevel;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a profile says of its source to people (DET-35).
 *
 * @param totalEvents how often something had a base score since the source is remembered
 * @param lastSeen newest event time
 * @param score 0 to 100: the worst that was reported within the last day, since the last block ended
 * @param level the score's band
 * @param offences real blocks, the one in force included
 * @param last24h what was counted in the last 24 hours, to an hour where it was often
 */
public record Reputation(
        long totalEvents, Instant lastSeen, int score, ThreatLevel level, int offences, Map<Tally, Integer> last24h) {
    private static final int DAY = 86_400;

    public Reputation {
        last24h = Map.copyOf(last24h);
    }

    /** As of this moment. */
    public static Reputation of(SourceProfile profile, Instant now) {
        int second = (int) now.getEpochSecond();
        Map<Tally, Integer> counts = new EnumMap<>(Tally.class);
        for (Tally tally : Tally.values()) {
            counts.put(tally, profile.within(tally, second, DAY));
        }
        int score = Math.min(100, profile.reportedScore(second));
        return new Reputation(
                profile.threats(),
                profile.lastSeen(),
                score,
                ThreatLevel.ofScore(score),
                profile.blocks().offences(),
                counts);
    }

    /** How often something had a base score in the last 24 hours. */
    public int events24h() {
        return last24h.getOrDefault(Tally.THREATS, 0);
    }
}
