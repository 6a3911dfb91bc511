package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;

/**
 * An event as scenarios see it.
 *
 * @param event what happened
 * @param second when: event time, or arrival for stamps in the future
 * @param failedLogin whether it is a failed login that was not counted before (one try leaves several lines)
 * @param hits signatures found in it, the strongest first
 * @param kind whether the event itself counts, or what its source became by it
 * @param score of the source, where {@code kind} is {@link Kind#FLAGGED}; else 0
 */
public record Occurrence(
        SecurityEvent event, int second, boolean failedLogin, List<SignatureHit> hits, Kind kind, int score) {
    /** What is told. */
    public enum Kind {
        /** The event. */
        EVENT,
        /** Its source was just flagged: it reached 60 points, or a new reason for them. */
        FLAGGED,
        /** Its host is alive; told once in a while. */
        HEARD
    }

    /** The event itself. */
    public Occurrence(SecurityEvent event, int second, boolean failedLogin, List<SignatureHit> hits) {
        this(event, second, failedLogin, hits, Kind.EVENT, 0);
    }
}
