package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as scenarios see it.
 *
 * @param event what happened
 * @param second when: event time, or arrival for stamps in the future
 * @param failedLogin whether it is a failed login that was not counted before (one try leaves several lines)
 * @param hits signatures found in it, the strongest first
 * @param kind whether the event itself counts, or what its source became by it
 * @param score of the source, where {@code kind} is {@link Kind#FLAGGED}; else 0
 * @param url of a request, {@link ServedUrl as the server takes it}; null for what is none
 */
public record Occurrence(
        SecurityEvent event,
        int second,
        boolean failedLogin,
        List<SignatureHit> hits,
        Kind kind,
        int score,
        @Nullable String url) {
    /** What is told. */
    public enum Kind {
        /** The event. */
        EVENT,
        /** Its source was just flagged: it reached 60 points, or a new reason for them. */
        FLAGGED,
        /** Its host is alive; told once in a while. */
        HEARD
    }

    public Occurrence(
            SecurityEvent event, int second, boolean failedLogin, List<SignatureHit> hits, Kind kind, int score) {
        this(event, second, failedLogin, hits, kind, score, served(event));
    }

    private static @Nullable String served(SecurityEvent event) {
        String url = TextField.urlOf(event);
        return url == null ? null : ServedUrl.of(url);
    }

    /** The event itself. */
    public Occurrence(SecurityEvent event, int second, boolean failedLogin, List<SignatureHit> hits) {
        this(event, second, failedLogin, hits, Kind.EVENT, 0);
    }
}
