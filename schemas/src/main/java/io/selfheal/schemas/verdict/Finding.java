package io.selfheal.schemas.verdict;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One provider's answer. An error is never clean.
 *
 * @param provider {@code virustotal} or {@code zscaler}
 * @param opinion what it says
 * @param points what it adds to a score: 0 to 20, above 0 only when malicious
 * @param summary one plain sentence, for example {@code 7 of 94 engines call it malicious}
 * @param link where a person can read more; null when the provider has no page
 * @param checkedAt when it was asked
 * @param expires when it should be asked again
 */
public record Finding(
        String provider,
        Opinion opinion,
        int points,
        String summary,
        @Nullable String link,
        Instant checkedAt,
        Instant expires) {
    /** What a provider can say. */
    public enum Opinion {
        MALICIOUS,
        CLEAN,
        /** The provider does not know the address. */
        UNKNOWN,
        /** Quota or rate limit: ask later. */
        LIMITED,
        ERROR
    }

    public Finding {
        if (points < 0 || points > 20) {
            throw new IllegalArgumentException("points " + points + " are out of range; allowed: 0 to 20");
        }
        if (points > 0 && opinion != Opinion.MALICIOUS) {
            throw new IllegalArgumentException("only a malicious finding has points, not " + opinion);
        }
    }
}
