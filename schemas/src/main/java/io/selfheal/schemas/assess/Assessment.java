package io.selfheal.schemas.assess;

import io.selfheal.schemas.event.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How dangerous a subject looks at one moment, and every reason for it. Immutable: the decision that follows points
 * to exactly this record (DET-37).
 *
 * @param id deterministic: a replay of the same events gives the same ids
 * @param time event time of the event that led to it
 * @param subject whom it is about
 * @param score 0 to 100
 * @param level the band of the score
 * @param threatClass DET-30
 * @param signals what made up the score, in the order of their points
 * @param scenarios ids of the scenarios that hold
 * @param plan what the policy wants done, before guards and modes
 * @param events24h events that counted for the subject in the last 24 hours of event time
 * @param eventId the event that led to it
 * @param host where that event happened
 * @param userName the user it named; hostile text; null when none
 * @param allowlisted whether the subject is allowlisted: then the score is 0 and {@code rawScore} says what it was
 * @param rawScore the score before the allowlist
 * @param place {@code source.geo} and {@code source.as}; null when unknown, and for other subjects than sources
 * @param detection how it was seen; null in records from before it was said
 */
public record Assessment(
        String id,
        Instant time,
        Subject subject,
        int score,
        ThreatLevel level,
        ThreatClass threatClass,
        List<Signal> signals,
        List<String> scenarios,
        List<PlannedAction> plan,
        long events24h,
        String eventId,
        String host,
        @Nullable String userName,
        boolean allowlisted,
        int rawScore,
        @Nullable Place place,
        @Nullable Detection detection) {
    /** An assessment of a subject whose place is unknown, without what was detected how. */
    public Assessment(
            String id,
            Instant time,
            Subject subject,
            int score,
            ThreatLevel level,
            ThreatClass threatClass,
            List<Signal> signals,
            List<String> scenarios,
            List<PlannedAction> plan,
            long events24h,
            String eventId,
            String host,
            @Nullable String userName,
            boolean allowlisted,
            int rawScore) {
        this(
                id,
                time,
                subject,
                score,
                level,
                threatClass,
                signals,
                scenarios,
                plan,
                events24h,
                eventId,
                host,
                userName,
                allowlisted,
                rawScore,
                null,
                null);
    }

    public Assessment {
        if (score < 0 || score > 100 || rawScore < 0 || rawScore > 100) {
            throw new IllegalArgumentException(
                    "score " + score + " (raw " + rawScore + ") is out of range; allowed: 0 to 100");
        }
        signals = List.copyOf(signals);
        scenarios = List.copyOf(scenarios);
        plan = List.copyOf(plan);
    }

    /** The same, seen from this place. */
    public Assessment at(@Nullable Place newPlace) {
        return with(newPlace, detection);
    }

    /** The same, detected so. */
    public Assessment with(Detection newDetection) {
        return with(place, newDetection);
    }

    private Assessment with(@Nullable Place newPlace, @Nullable Detection newDetection) {
        return new Assessment(
                id,
                time,
                subject,
                score,
                level,
                threatClass,
                signals,
                scenarios,
                plan,
                events24h,
                eventId,
                host,
                userName,
                allowlisted,
                rawScore,
                newPlace,
                newDetection);
    }
}
