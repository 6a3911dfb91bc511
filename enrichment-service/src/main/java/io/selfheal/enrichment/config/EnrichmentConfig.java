package io.selfheal.enrichment.config;

import io.selfheal.schemas.config.Setting;
import io.selfheal.service.plugin.PluginsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the enrichment service. Unknown keys under the prefix refuse the start. */
@ConfigMapping(prefix = "selfheal.enrichment")
public interface EnrichmentConfig {
    @Setting(doc = "Sources are looked up from this score on.", value = "30", allowed = "0 to 100")
    @WithDefault("30")
    int minScore();

    @Setting(
            doc =
                    "How far back assessments are read at start, so that lookups that waited when the service stopped are not lost.",
            value = "24h",
            allowed = "0s to 7 days")
    @WithDefault("24h")
    Duration lookBack();

    QueueConfig queue();

    CacheConfig cache();

    RetryConfig retry();

    VirusTotalConfig virustotal();

    ZscalerConfig zscaler();

    PluginsConfig plugins();

    /** Lookups that wait. */
    interface QueueConfig {
        @Setting(
                doc = "Lookups that wait for one provider; when full, the lowest score is dropped and counted.",
                value = "2000",
                allowed = "1 to 1000000")
        @WithDefault("2000")
        int capacity();
    }

    /** Verdicts in memory and how long findings hold. */
    interface CacheConfig {
        @Setting(
                doc = "Verdicts held in memory; the least used leaves first.",
                value = "50000",
                allowed = "1 to 10000000")
        @WithDefault("50000")
        int capacity();

        @Setting(doc = "How long a malicious finding holds.", value = "24h", allowed = "1m to 90 days")
        @WithDefault("24h")
        Duration malicious();

        @Setting(doc = "How long a clean finding holds.", value = "6h", allowed = "1m to 90 days")
        @WithDefault("6h")
        Duration clean();

        @Setting(
                doc = "How long it holds that a provider does not know an address.",
                value = "6h",
                allowed = "1m to 90 days")
        @WithDefault("6h")
        Duration unknown();

        @Setting(
                doc = "How long an error or a limit keeps an address from being asked again.",
                value = "10m",
                allowed = "1s to 1 day")
        @WithDefault("10m")
        Duration failure();

        @Setting(
                doc = "How long lookups wait at start for the known verdicts to be read; 0s: not at all.",
                value = "30s",
                allowed = "0s to 10m")
        @WithDefault("30s")
        Duration warmUp();
    }

    /** What happens after a failed question. */
    interface RetryConfig {
        @Setting(doc = "Questions for one address before it ends as an error.", value = "3", allowed = "1 to 20")
        @WithDefault("3")
        int attempts();

        @Setting(doc = "First pause after a failure; it doubles, with jitter.", value = "2s", allowed = "1ms to 1h")
        @WithDefault("2s")
        Duration firstPause();

        @Setting(doc = "Longest pause after a failure.", value = "2m", allowed = "1ms to 1h")
        @WithDefault("2m")
        Duration longestPause();

        @Setting(
                doc = "Pause after a provider refused the key; a changed key ends it at once.",
                value = "15m",
                allowed = "1s to 1 day")
        @WithDefault("15m")
        Duration refusedPause();

        @Setting(doc = "Failures in a row after which the circuit opens.", value = "5", allowed = "2 to 100")
        @WithDefault("5")
        int circuitFailures();

        @Setting(doc = "How long an open circuit asks nothing.", value = "1m", allowed = "1ms to 1 day")
        @WithDefault("1m")
        Duration circuitPause();
    }

    /** VirusTotal v3. Off without a key. Its public key must not be used in commercial workflows. */
    interface VirusTotalConfig {
        @Setting(
                doc = "Base address of the API.",
                value = "https://www.virustotal.com/api/v3",
                allowed = "an https address; http only to this machine")
        @WithDefault("https://www.virustotal.com/api/v3")
        URI baseUrl();

        @Setting(doc = "The API key; better api-key-file.", allowed = "text without white space")
        Optional<String> apiKey();

        @Setting(
                doc = "File that holds the API key; read again when it changes.",
                allowed = "an absolute path; not together with api-key")
        Optional<Path> apiKeyFile();

        @Setting(doc = "Time limit of one question.", value = "10s", allowed = "10ms to 2m")
        @WithDefault("10s")
        Duration timeout();

        @Setting(doc = "Questions a minute.", value = "4", allowed = "1 to 100000")
        @WithDefault("4")
        int perMinute();

        @Setting(doc = "Questions a day, from 00:00 UTC.", value = "500", allowed = "1 to 100000000")
        @WithDefault("500")
        int perDay();

        @Setting(doc = "Engines that must say malicious before the finding does.", value = "3", allowed = "1 to 100")
        @WithDefault("3")
        int minEngines();

        @Setting(
                doc = "Engines from which a malicious finding gives all 20 points; below, in proportion.",
                value = "10",
                allowed = "1 to 100")
        @WithDefault("10")
        int fullPointsEngines();

        @Setting(
                doc = "An analysis older than this proves nothing clean and is noted as old.",
                value = "90d",
                allowed = "1 day to 3650 days")
        @WithDefault("90d")
        Duration staleAfter();

        @Setting(
                doc =
                        "Which files that nodes checked are asked about: those that ClamAV found something in or could not look at, or clean ones, too. Only the SHA-256 is sent.",
                value = "suspect",
                allowed = "never, suspect, all")
        @WithDefault("suspect")
        FilesAsked files();

        @Setting(
                doc =
                        "How many of the questions a day may be about files, so that a node which reports many leaves some for addresses.",
                value = "100",
                allowed = "1 to 100000000")
        @WithDefault("100")
        int filesPerDay();
    }

    /** Zscaler Internet Access through OneAPI. Off without token-url, client-id and client secret. */
    interface ZscalerConfig {
        @Setting(
                doc = "Base address of the ZIA API.",
                value = "https://api.zsapi.net/zia/api/v1",
                allowed = "an https address; http only to this machine")
        @WithDefault("https://api.zsapi.net/zia/api/v1")
        URI baseUrl();

        @Setting(
                doc = "Where tokens are asked for, for example https://VANITY.zslogin.net/oauth2/v1/token.",
                allowed = "an https address; http only to this machine")
        Optional<URI> tokenUrl();

        @Setting(doc = "OneAPI client id.", allowed = "text without white space")
        Optional<String> clientId();

        @Setting(doc = "OneAPI client secret; better client-secret-file.", allowed = "text without white space")
        Optional<String> clientSecret();

        @Setting(
                doc = "File that holds the client secret; read again when it changes.",
                allowed = "an absolute path; not together with client-secret")
        Optional<Path> clientSecretFile();

        @Setting(doc = "Audience of the token.", value = "https://api.zscaler.com", allowed = "text")
        @WithDefault("https://api.zscaler.com")
        String audience();

        @Setting(doc = "Time limit of one question.", value = "10s", allowed = "10ms to 2m")
        @WithDefault("10s")
        Duration timeout();

        @Setting(doc = "Addresses in one question.", value = "100", allowed = "1 to 100")
        @WithDefault("100")
        int batch();

        @Setting(doc = "Time between two questions; 9 s keep within 400 an hour.", value = "9s", allowed = "1ms to 1h")
        @WithDefault("9s")
        Duration spacing();

        @Setting(doc = "Points of a malicious finding.", value = "20", allowed = "0 to 20")
        @WithDefault("20")
        int points();
    }
}
