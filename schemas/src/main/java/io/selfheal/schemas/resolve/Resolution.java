package io.selfheal.schemas.resolve;

import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;

/**
 * What a person found out about a source after an alert: the label that rules are tuned by and the classifier learns
 * from (ML-10, DET-39). The newest one of a source counts.
 *
 * @param id unique
 * @param time of what was looked at; it speaks of the source's doings of the day before
 * @param subject the source
 * @param answer what was found out
 * @param by who says so
 * @param reason why; empty if he did not say
 * @param alert the alert that was resolved; empty if it was none
 */
public record Resolution(
        String id, Instant time, IpAddress subject, Answer answer, String by, String reason, String alert) {
    private static final int MAX_TEXT = 500;

    /** What was found out. */
    public enum Answer {
        /** An attack. */
        CONFIRMED,
        /** Somebody harmless. */
        FALSE_POSITIVE
    }

    public Resolution {
        if (id.isEmpty() || by.isEmpty()) {
            throw new IllegalArgumentException("id and by of a resolution must not be empty");
        }
        if (reason.length() > MAX_TEXT || alert.length() > MAX_TEXT || by.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a text of a resolution is too long; allowed: " + MAX_TEXT);
        }
    }

    /** The topic's key. */
    public String key() {
        return subject.toString();
    }
}
