package io.selfheal.enrichment.lane;

import io.selfheal.enrichment.config.EnrichmentConfig.CacheConfig;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import java.time.Duration;
import java.time.Instant;

/** How long each opinion holds (ENR-06). */
public record Lifetimes(Duration malicious, Duration clean, Duration unknown, Duration failure) {
    public static Lifetimes of(CacheConfig config) {
        return new Lifetimes(config.malicious(), config.clean(), config.unknown(), config.failure());
    }

    public Finding finding(String provider, Said said, Instant now) {
        Instant expires = now.plus(of(said.opinion()));
        return new Finding(provider, said.opinion(), said.points(), said.summary(), said.link(), now, expires);
    }

    private Duration of(Opinion opinion) {
        return switch (opinion) {
            case MALICIOUS -> malicious;
            case CLEAN -> clean;
            case UNKNOWN -> unknown;
            case LIMITED, ERROR -> failure;
        };
    }
}
