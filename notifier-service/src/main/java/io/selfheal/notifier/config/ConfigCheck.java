package io.selfheal.notifier.config;

import io.selfheal.notifier.config.NotifierConfig.DiscordConfig;
import io.selfheal.notifier.config.NotifierConfig.QuietConfig;
import io.selfheal.notifier.config.NotifierConfig.TelegramConfig;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses values that have the right type but make no sense. Every message names the property, the value and what is
 * allowed; tokens and webhook addresses are never in it.
 */
public final class ConfigCheck {
    private static final String PREFIX = "selfheal.notifier.";
    private static final String HIDDEN = "(not shown)";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private ConfigCheck() {}

    /**
     * @throws IllegalArgumentException for the first value that is not allowed
     */
    public static void check(NotifierConfig config) {
        time("max-age", config.maxAge(), Duration.ofMinutes(1), Duration.ofDays(30));
        number("pending", config.pending(), 1, 100_000);
        time("edit-interval", config.editInterval(), Duration.ofMillis(10), HOUR);
        time("session.gap", config.session().gap(), Duration.ofSeconds(1), Duration.ofDays(1));
        time("session.longest", config.session().longest(), Duration.ofSeconds(1), Duration.ofDays(7));
        number("session.open", config.session().open(), 10, 100_000);
        number("session.new-per-minute", config.session().newPerMinute(), 1, 1000);
        number("retry.attempts", config.retry().attempts(), 1, 100);
        time("retry.first-pause", config.retry().firstPause(), MILLISECOND, HOUR);
        time(
                "retry.longest-pause",
                config.retry().longestPause(),
                config.retry().firstPause(),
                HOUR);
        quiet(config.quiet());
        telegram(config.telegram());
        discord(config.discord());
    }

    /** Whether a token may go there: plain http is for a stand-in on this machine only. */
    public static boolean isSafeAddress(String text) {
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            String host = url.getHost();
            return host != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null
                    && ("https".equals(scheme) || ("http".equals(scheme) && isThisMachine(host)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void quiet(QuietConfig quiet) {
        if (quiet.from().isPresent() != quiet.until().isPresent()) {
            String name = quiet.from().isPresent() ? "quiet.from" : "quiet.until";
            LocalTime alone = quiet.from().or(quiet::until).orElseThrow();
            throw refused(name, alone.toString(), "quiet.from and quiet.until together");
        }
    }

    private static void telegram(TelegramConfig config) {
        if (!isSafeAddress(config.baseUrl().toString())) {
            throw refused(
                    "telegram.base-url",
                    config.baseUrl().toString(),
                    "an https address without query and user; http only to this machine");
        }
        secret("telegram.bot-token", config.botToken(), config.botTokenFile());
        config.botToken()
                .filter(token -> !token.matches("[A-Za-z0-9:_-]{1,200}"))
                .ifPresent(token -> {
                    throw refused("telegram.bot-token", HIDDEN, "letters, digits, ':', '_' and '-'");
                });
        config.chatId()
                .filter(chat -> !chat.matches("-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}"))
                .ifPresent(chat -> {
                    throw refused("telegram.chat-id", chat, "a number or @name");
                });
        time("telegram.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        time("telegram.spacing", config.spacing(), MILLISECOND, Duration.ofMinutes(1));
        number("telegram.per-minute", config.perMinute(), 2, 10_000);
    }

    private static void discord(DiscordConfig config) {
        secret("discord.webhook", config.webhook(), config.webhookFile());
        config.webhook().filter(url -> !isSafeAddress(url)).ifPresent(url -> {
            throw refused("discord.webhook", HIDDEN, "an https address without query; http only to this machine");
        });
        time("discord.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        time("discord.spacing", config.spacing(), MILLISECOND, Duration.ofMinutes(1));
        number("discord.per-minute", config.perMinute(), 2, 10_000);
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
