package io.selfheal.notifier.config;

import io.selfheal.notifier.config.NotifierConfig.DiscordConfig;
import io.selfheal.notifier.config.NotifierConfig.QuietConfig;
import io.selfheal.notifier.config.NotifierConfig.TelegramConfig;
import io.selfheal.service.config.SettingChecks;
import java.time.Duration;
import java.time.LocalTime;

/**
 * Refuses values that have the right type but make no sense. Every message names the property, the value and what is
 * allowed; tokens and webhook addresses are never in it.
 */
public final class ConfigCheck {
    private static final SettingChecks SETTINGS = new SettingChecks("selfheal.notifier.");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private ConfigCheck() {}

    /**
     * @throws IllegalArgumentException for the first value that is not allowed
     */
    public static void check(NotifierConfig config) {
        SETTINGS.time("max-age", config.maxAge(), Duration.ofMinutes(1), Duration.ofDays(30));
        SETTINGS.number("pending", config.pending(), 1, 100_000);
        SETTINGS.time("edit-interval", config.editInterval(), Duration.ofMillis(10), HOUR);
        SETTINGS.time("session.gap", config.session().gap(), Duration.ofSeconds(1), Duration.ofDays(1));
        SETTINGS.time("session.longest", config.session().longest(), Duration.ofSeconds(1), Duration.ofDays(7));
        SETTINGS.number("session.open", config.session().open(), 10, 100_000);
        SETTINGS.number("session.new-per-minute", config.session().newPerMinute(), 1, 1000);
        SETTINGS.time("watch.patience", config.watch().patience(), Duration.ofMinutes(1), Duration.ofDays(1));
        SETTINGS.number("retry.attempts", config.retry().attempts(), 1, 100);
        SETTINGS.time("retry.first-pause", config.retry().firstPause(), MILLISECOND, HOUR);
        SETTINGS.time(
                "retry.longest-pause",
                config.retry().longestPause(),
                config.retry().firstPause(),
                HOUR);
        quiet(config.quiet());
        telegram(config.telegram());
        discord(config.discord());
    }

    private static void quiet(QuietConfig quiet) {
        if (quiet.from().isPresent() != quiet.until().isPresent()) {
            String name = quiet.from().isPresent() ? "quiet.from" : "quiet.until";
            LocalTime alone = quiet.from().or(quiet::until).orElseThrow();
            throw SETTINGS.refused(name, alone.toString(), "quiet.from and quiet.until together");
        }
    }

    private static void telegram(TelegramConfig config) {
        SETTINGS.address("telegram.base-url", config.baseUrl());
        SETTINGS.secret("telegram.bot-token", config.botToken(), config.botTokenFile());
        config.botToken()
                .filter(token -> !token.matches("[A-Za-z0-9:_-]{1,200}"))
                .ifPresent(token -> {
                    throw SETTINGS.refused(
                            "telegram.bot-token", SettingChecks.HIDDEN, "letters, digits, ':', '_' and '-'");
                });
        config.chatId()
                .filter(chat -> !chat.matches("-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}"))
                .ifPresent(chat -> {
                    throw SETTINGS.refused("telegram.chat-id", chat, "a number or @name");
                });
        SETTINGS.time("telegram.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        SETTINGS.time("telegram.spacing", config.spacing(), MILLISECOND, Duration.ofMinutes(1));
        SETTINGS.number("telegram.per-minute", config.perMinute(), 2, 10_000);
    }

    private static void discord(DiscordConfig config) {
        SETTINGS.secret("discord.webhook", config.webhook(), config.webhookFile());
        SETTINGS.secretAddress("discord.webhook", config.webhook());
        SETTINGS.time("discord.timeout", config.timeout(), Duration.ofMillis(10), Duration.ofMinutes(2));
        SETTINGS.time("discord.spacing", config.spacing(), MILLISECOND, Duration.ofMinutes(1));
        SETTINGS.number("discord.per-minute", config.perMinute(), 2, 10_000);
    }
}
