package io.selfheal.schemas.assess;

import java.time.Instant;

/**
 * A thing that a signal rests on.
 *
 * @param ref an event's id, a verdict's link, or a model's version
 * @param time when it happened
 * @param host where
 * @param excerpt the words that matched, bounded to {@value #MAX_EXCERPT} characters; hostile text
 */
public record Evidence(String ref, Instant time, String host, String excerpt) {
    /** Bound of the excerpt, in characters. */
    public static final int MAX_EXCERPT = 200;

    public Evidence {
        if (excerpt.length() > MAX_EXCERPT) {
            int end = Character.isHighSurrogate(excerpt.charAt(MAX_EXCERPT - 2)) ? MAX_EXCERPT - 2 : MAX_EXCERPT - 1;
            excerpt = excerpt.substring(0, end) + "…";
        }
    }
}
