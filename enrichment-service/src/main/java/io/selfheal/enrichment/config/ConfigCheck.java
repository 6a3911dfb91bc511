package io.selfheal.enrichment.config;

import io.selfheal.enrichment.config.EnrichmentConfig.CacheConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.RetryConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.VirusTotalConfig;
import io.selfheal.enrichment.config.EnrichmentConfig.ZscalerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses values that have the right type but make no sense. Every message names the property, the value and what is
 * allowed; values of secrets are never in it.
 */
public final class ConfigCheck {
    private static final String PREFIX = "selfheal.enrichment.";
    private static final Duration DAY = Duration.ofDays(1);

    private ConfigCheck() {}

    /**
     * @throws IllegalArgumentException for the first value that is not allowed
     */
    public static void check(EnrichmentConfig config) {
        number("min-score", config.minScore(), 0, 100);
        time("look-back", config.lookBack(), Duration.ZERO, Duration.ofDays(7));
        number("queue.capacity", config.queue().capacity(), 1, 1_000_000);
        cache(config.cache());
        retry(config.retry());
        virusTotal(config.virustotal());
        zscaler(config.zscaler());
    }

    private static void cache(CacheConfig cache) {
        number("cache.capacity", cache.capacity(), 1, 10_000_000);
        time("cache.malicious", cache.malicious(), Duration.ofMinutes(1), Duration.ofDays(90));
        time("cache.clean", cache.clean(), Duration.ofMinutes(1), Duration.ofDays(90));
        time("cache.unknown", cache.unknown(), Duration.ofMinutes(1), Duration.ofDays(90));
        time("cache.failure", cache.failure(), Duration.ofSeconds(1), DAY);
        time("cache.warm-up", cache.warmUp(), Duration.ZERO, Duration.ofMinutes(10));
    }

    private static void retry(RetryConfig retry) {
        number("retry.attempts", retry.attempts(), 1, 20);
        time("retry.first-pause", retry.firstPause(), Duration.ofMillis(1), Duration.ofHours(1));
        time("retry.longest-pause", retry.longestPause(), retry.firstPause(), Duration.ofHours(1));
        time("retry.refused-pause", retry.refusedPause(), Duration.ofSeconds(1), DAY);
        number("retry.circuit-failures", retry.circuitFailures(), 2, 100);
        time("retry.circuit-pause", retry.circuitPause(), Duration.ofMillis(1), DAY);
    }

    private static void virusTotal(VirusTotalConfig config) {
        address("virustotal.base-url", config.baseUrl());
        secret("virustotal.api-key", config.apiKey(), config.apiKeyFile());
        time("virustotal.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        number("virustotal.per-minute", config.perMinute(), 1, 100_000);
        number("virustotal.per-day", config.perDay(), 1, 100_000_000);
        number("virustotal.files-per-day", config.filesPerDay(), 1, 100_000_000);
        number("virustotal.min-engines", config.minEngines(), 1, 100);
        number("virustotal.full-points-engines", config.fullPointsEngines(), 1, 100);
        time("virustotal.stale-after", config.staleAfter(), DAY, Duration.ofDays(3650));
    }

    private static void zscaler(ZscalerConfig config) {
        address("zscaler.base-url", config.baseUrl());
        config.tokenUrl().ifPresent(url -> address("zscaler.token-url", url));
        secret("zscaler.client-secret", config.clientSecret(), config.clientSecretFile());
        time("zscaler.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        number("zscaler.batch", config.batch(), 1, 100);
        time("zscaler.spacing", config.spacing(), Duration.ofMillis(1), Duration.ofHours(1));
        number("zscaler.points", config.points(), 0, 20);
    }

    private static void number(String name, int value, int from, int to) {
        if (value < from || value > to) {
            throw refused(name, String.valueOf(value), from + " to " + to);
        }
    }

    private static void time(String name, Duration value, Duration from, Duration to) {
        if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
            throw refused(name, value.toString(), from + " to " + to);
        }
    }

    private static void secret(String name, Optional<String> value, Optional<Path> file) {
        if (value.isPresent() && file.isPresent()) {
            throw refused(name + "-file", file.get().toString(), "either " + name + " or " + name + "-file, not both");
        }
        if (file.isPresent() && !file.get().isAbsolute()) {
            throw refused(name + "-file", file.get().toString(), "an absolute path");
        }
        if (value.isPresent() && value.get().chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw refused(name, "(not shown)", "ASCII text without white space");
        }
    }

    /** Keys go over the wire: plain http is for a stand-in on this machine only. */
    private static void address(String name, URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = url.getHost();
        boolean allowed = host != null
                && url.getRawQuery() == null
                && url.getRawUserInfo() == null
                && ("https".equals(scheme) || ("http".equals(scheme) && isThisMachine(host)));
        if (!allowed) {
            throw refused(name, url.toString(), "an https address without query and user; http only to this machine");
        }
    }

    private static boolean isThisMachine(String host) {
        if ("localhost".equalsIgnoreCase(host)) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static IllegalArgumentException refused(String name, String value, String allowed) {
        return new IllegalArgumentException(PREFIX + name + ": '" + value + "' is not allowed; allowed: " + allowed);
    }
}
