package io.selfheal.enrichment.provider;

import io.selfheal.schemas.verdict.Finding.Opinion;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said of one address.
 *
 * @param opinion its opinion
 * @param points 0 to 20, above 0 only when malicious
 * @param summary one plain sentence
 * @param link where a person can read more; null when there is no page
 */
public record Said(
        Opinion opinion,
        int points,
        String summary,
        @Nullable String link) {
    public static Said error(String summary) {
        return new Said(Opinion.ERROR, 0, summary, null);
    }
}
