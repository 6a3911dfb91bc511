package io.selfheal.notifier.config;

import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.config.Setting;
import io.selfheal.service.plugin.PluginsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The settings of the notifier service. Unknown keys under the prefix refuse the start. */
@ConfigMapping(prefix = "selfheal.notifier")
public interface NotifierConfig {
    @Setting(
            doc = "Alerts older than this when they arrive are not told, only counted.",
            value = "24h",
            allowed = "1m to 30 days")
    @WithDefault("24h")
    Duration maxAge();

    @Setting(
            doc = "Alerts that wait for their message to be accepted; at this number reading pauses.",
            value = "500",
            allowed = "1 to 100000")
    @WithDefault("500")
    int pending();

    @Setting(doc = "A message is edited at most this often.", value = "15s", allowed = "10ms to 1h")
    @WithDefault("15s")
    Duration editInterval();

    SessionConfig session();

    QuietConfig quiet();

    RetryConfig retry();

    TelegramConfig telegram();

    DiscordConfig discord();

    NotifierPluginsConfig plugins();

    WatchConfig watch();

    /** Whether events are judged at all is watched here: an analyzer that stands cannot say so. */
    interface WatchConfig {
        @Setting(
                doc = "Whether people are told when the analyzer takes no events any more, or Kafka does not answer.",
                value = "true",
                allowed = "true or false")
        @WithDefault("true")
        boolean enabled();

        @Setting(doc = "How long that may last before they are told.", value = "5m", allowed = "1m to 1 day")
        @WithDefault("5m")
        Duration patience();

        @Setting(doc = "The analyzer's consumer group.", value = "selfheal-analyzer", allowed = "text")
        @WithDefault("selfheal-analyzer")
        String group();
    }

    /** Where plugins come from, and what they are told. */
    interface NotifierPluginsConfig extends PluginsConfig {
        @Setting(
                doc = "Incidents are told to plugins from this severity on.",
                value = "MEDIUM",
                allowed = "INFO, LOW, MEDIUM, HIGH, CRITICAL")
        @WithDefault("MEDIUM")
        Severity minSeverity();
    }

    /** What belongs to one incident. */
    interface SessionConfig {
        @Setting(doc = "An incident ends after this long without an alert.", value = "10m", allowed = "1s to 1 day")
        @WithDefault("10m")
        Duration gap();

        @Setting(doc = "An incident ends at the latest after this long.", value = "6h", allowed = "1s to 7 days")
        @WithDefault("6h")
        Duration longest();

        @Setting(
                doc = "Incidents that are open at once; the longest silent one ends early.",
                value = "1000",
                allowed = "10 to 100000")
        @WithDefault("1000")
        int open();

        @Setting(
                doc = "New incidents a minute that get a message of their own; more are told together in one.",
                value = "10",
                allowed = "1 to 1000")
        @WithDefault("10")
        int newPerMinute();
    }

    /** What is not told. */
    interface QuietConfig {
        @Setting(
                doc = "Kinds of alerts that are never told, for example service-restarted.",
                allowed = "kinds, separated by commas")
        Optional<List<String>> kinds();

        @Setting(doc = "Start of the quiet hours.", allowed = "a time like 22:00; only together with quiet.until")
        Optional<LocalTime> from();

        @Setting(doc = "End of the quiet hours.", allowed = "a time like 07:00; only together with quiet.from")
        Optional<LocalTime> until();

        @Setting(doc = "Time zone of the quiet hours.", value = "UTC", allowed = "a zone like Europe/Berlin")
        @WithDefault("UTC")
        ZoneId zone();

        @Setting(
                doc = "What is told in the quiet hours all the same.",
                value = "CRITICAL",
                allowed = "INFO, LOW, MEDIUM, HIGH, CRITICAL")
        @WithDefault("CRITICAL")
        Severity exceptFrom();
    }

    /** What happens after a failed delivery. */
    interface RetryConfig {
        @Setting(
                doc = "Failed deliveries of one message before its alerts go to the dead letters.",
                value = "8",
                allowed = "1 to 100")
        @WithDefault("8")
        int attempts();

        @Setting(doc = "First pause after a failure; it doubles, with jitter.", value = "1s", allowed = "1ms to 1h")
        @WithDefault("1s")
        Duration firstPause();

        @Setting(doc = "Longest pause after a failure.", value = "1m", allowed = "1ms to 1h")
        @WithDefault("1m")
        Duration longestPause();
    }

    /** Telegram's Bot API. Off without a token and a chat. */
    interface TelegramConfig {
        @Setting(
                doc = "Base address of the API.",
                value = "https://api.telegram.org",
                allowed = "an https address; http only to this machine")
        @WithDefault("https://api.telegram.org")
        URI baseUrl();

        @Setting(doc = "The bot's token; better bot-token-file.", allowed = "text like 123456:ABC-def")
        Optional<String> botToken();

        @Setting(
                doc = "File that holds the bot's token; read again when it changes.",
                allowed = "an absolute path; not together with bot-token")
        Optional<Path> botTokenFile();

        @Setting(doc = "The chat: its number, negative for groups, or @channel.", allowed = "a number or @name")
        Optional<String> chatId();

        @Setting(
                doc = "Incidents are told from this severity on.",
                value = "MEDIUM",
                allowed = "INFO, LOW, MEDIUM, HIGH, CRITICAL")
        @WithDefault("MEDIUM")
        Severity minSeverity();

        @Setting(doc = "Time limit of one request.", value = "5s", allowed = "10ms to 2m")
        @WithDefault("5s")
        Duration timeout();

        @Setting(
                doc = "Time between two requests; Telegram allows one a second for a chat.",
                value = "1s",
                allowed = "1ms to 1m")
        @WithDefault("1s")
        Duration spacing();

        @Setting(doc = "Requests in any minute; Telegram allows 20 for a group.", value = "20", allowed = "2 to 10000")
        @WithDefault("20")
        int perMinute();
    }

    /** Discord through a webhook. Off without one. */
    interface DiscordConfig {
        @Setting(
                doc = "The webhook's address, which is a secret; better webhook-file.",
                allowed = "an https address; http only to this machine")
        Optional<String> webhook();

        @Setting(
                doc = "File that holds the webhook's address; read again when it changes.",
                allowed = "an absolute path; not together with webhook")
        Optional<Path> webhookFile();

        @Setting(
                doc = "Incidents are told from this severity on.",
                value = "MEDIUM",
                allowed = "INFO, LOW, MEDIUM, HIGH, CRITICAL")
        @WithDefault("MEDIUM")
        Severity minSeverity();

        @Setting(doc = "Time limit of one request.", value = "5s", allowed = "10ms to 2m")
        @WithDefault("5s")
        Duration timeout();

        @Setting(doc = "Time between two requests.", value = "500ms", allowed = "1ms to 1m")
        @WithDefault("500ms")
        Duration spacing();

        @Setting(doc = "Requests in any minute.", value = "30", allowed = "2 to 10000")
        @WithDefault("30")
        int perMinute();
    }
}
