package io.selfheal.enrichment.config;

import io.selfheal.enrichment.config.EnrichmentConfig.CacheConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.RetryConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.VirusTotalConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.ZscalerConfig;
import io.selfheal.service.config.SettingChecks;
import java.time.Duration;

/**
 * Refuses values that have the right type but make no sense. Every message names the property, the value and what is
 * allowed; values of secrets are never in it.
 */
public final class ConfigCheck {
    private static final SettingChecks SETTINGS = new SettingChecks("selfheal.enrichment.");
    private static final Duration DAY = Duration.ofDays(1);

    private ConfigCheck() {}

    /**
     * @throws IllegalArgumentException for the first value that is not allowed
     */
    public static void check(EnrichmentConfig config) {
        SETTINGS.number("min-score", config.minScore(), 0, 100);
        SETTINGS.time("look-back", config.lookBack(), Duration.ZERO, Duration.ofDays(7));
        SETTINGS.number("queue.capacity", config.queue().capacity(), 1, 1_000_000);
        cache(config.cache());
        retry(config.retry());
        virusTotal(config.virustotal());
        zscaler(config.zscaler());
    }

    private static void cache(CacheConfig cache) {
        SETTINGS.number("cache.capacity", cache.capacity(), 1, 10_000_000);
        SETTINGS.time("cache.malicious", cache.malicious(), Duration.ofMinutes(1), Duration.ofDays(90));
        SETTINGS.time("cache.clean", cache.clean(), Duration.ofMinutes(1), Duration.ofDays(90));
        SETTINGS.time("cache.unknown", cache.unknown(), Duration.ofMinutes(1), Duration.ofDays(90));
        SETTINGS.time("cache.failure", cache.failure(), Duration.ofSeconds(1), DAY);
        SETTINGS.time("cache.warm-up", cache.warmUp(), Duration.ZERO, Duration.ofMinutes(10));
    }

    private static void retry(RetryConfig retry) {
        SETTINGS.number("retry.attempts", retry.attempts(), 1, 20);
        SETTINGS.time("retry.first-pause", retry.firstPause(), Duration.ofMillis(1), Duration.ofHours(1));
        SETTINGS.time("retry.longest-pause", retry.longestPause(), retry.firstPause(), Duration.ofHours(1));
        SETTINGS.time("retry.refused-pause", retry.refusedPause(), Duration.ofSeconds(1), DAY);
        SETTINGS.number("retry.circuit-failures", retry.circuitFailures(), 2, 100);
        SETTINGS.time("retry.circuit-pause", retry.circuitPause(), Duration.ofMillis(1), DAY);
    }

    private static void virusTotal(VirusTotalConfig config) {
        SETTINGS.address("virustotal.base-url", config.baseUrl());
        SETTINGS.secret("virustotal.api-key", config.apiKey(), config.apiKeyFile());
        SETTINGS.time("virustotal.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        SETTINGS.number("virustotal.per-minute", config.perMinute(), 1, 100_000);
        SETTINGS.number("virustotal.per-day", config.perDay(), 1, 100_000_000);
        SETTINGS.number("virustotal.files-per-day", config.filesPerDay(), 1, 100_000_000);
        SETTINGS.number("virustotal.min-engines", config.minEngines(), 1, 100);
        SETTINGS.number("virustotal.full-points-engines", config.fullPointsEngines(), 1, 100);
        SETTINGS.time("virustotal.stale-after", config.staleAfter(), DAY, Duration.ofDays(3650));
    }

    private static void zscaler(ZscalerConfig config) {
        SETTINGS.address("zscaler.base-url", config.baseUrl());
        config.tokenUrl().ifPresent(url -> SETTINGS.address("zscaler.token-url", url));
        SETTINGS.secret("zscaler.client-secret", config.clientSecret(), config.clientSecretFile());
        SETTINGS.time("zscaler.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        SETTINGS.number("zscaler.batch", config.batch(), 1, 100);
        SETTINGS.time("zscaler.spacing", config.spacing(), Duration.ofMillis(1), Duration.ofHours(1));
        SETTINGS.number("zscaler.points", config.points(), 0, 20);
    }
}
