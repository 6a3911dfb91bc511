package io.selfheal.notifier.channel.discord;

import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.config.NotifierConfig.DiscordConfig;
import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.service.config.SettingChecks;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.service.http.HttpReply;
import io.selfheal.service.secret.SecretSource;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A Discord webhook: execute with {@code ?wait=true}, edit by message id (discord.com/developers, "Webhook"). */
public final class Discord implements Channel {
    private static final double LONGEST_PAUSE_SECONDS = 3600;

    /** Discord's error code of a message that is not there; 10015 would be the webhook itself. */
    private static final int UNKNOWN_MESSAGE = 10008;

    /** Message flag: no previews of links. */
    private static final int SUPPRESS_EMBEDS = 1 << 2;

    private final DiscordConfig config;
    private final HttpExchange http;
    private final SecretSource webhook;

    public Discord(DiscordConfig config, HttpExchange http) {
        this.config = config;
        this.http = http;
        this.webhook = SecretSource.of(config.webhook(), config.webhookFile());
    }

    @Override
    public String name() {
        return "discord";
    }

    @Override
    public boolean isConfigured() {
        return address().isPresent();
    }

    @Override
    public Severity minSeverity() {
        return config.minSeverity();
    }

    @Override
    public Delivery send(Letter letter) throws InterruptedException {
        Optional<String> url = address();
        return url.isEmpty()
                ? new Delivery.Failed("no webhook")
                : read(send(HttpMethod.POST, url.get() + "?wait=true", letter), "");
    }

    @Override
    public Delivery edit(String messageId, Letter letter) throws InterruptedException {
        Optional<String> url = address();
        return url.isEmpty()
                ? new Delivery.Failed("no webhook")
                : read(send(HttpMethod.PATCH, url.get() + "/messages/" + messageId, letter), messageId);
    }

    private HttpReply send(HttpMethod method, String url, Letter letter) throws InterruptedException {
        return http.sendJson(method, url, Map.of(), body(letter).encode(), config.timeout());
    }

    /** From a file it may be anything, so it is checked each time. */
    private Optional<String> address() {
        return webhook.current()
                .map(secret -> secret.text().replaceAll("/+$", ""))
                .filter(SettingChecks::isSafe);
    }

    private static JsonObject body(Letter letter) {
        return new JsonObject()
                .put("content", DiscordText.write(letter))
                .put("flags", SUPPRESS_EMBEDS)
                .put("allowed_mentions", new JsonObject().put("parse", new JsonArray()));
    }

    private static Delivery read(HttpReply reply, String messageId) {
        return switch (reply) {
            case HttpReply.Broken(String reason) -> new Delivery.Failed(reason);
            case HttpReply.Answer answer -> read(answer, messageId);
        };
    }

    private static Delivery read(HttpReply.Answer answer, String messageId) {
        JsonObject json = answer.jsonObject();
        int status = answer.status();
        if (status == 200) {
            return accepted(answer, json, messageId);
        }
        if (status == 429) {
            double told = json.getValue("retry_after") instanceof Number n
                    ? n.doubleValue()
                    : answer.seconds("Retry-After").orElse(30);
            return new Delivery.TooMany(seconds(Math.max(told, 0.1)));
        }
        boolean unknownMessage = json.getValue("code") instanceof Number code && code.intValue() == UNKNOWN_MESSAGE;
        if (status == 404 && !messageId.isEmpty() && unknownMessage) {
            return new Delivery.Gone();
        }
        String words = json.getValue("message") instanceof String text ? ": " + Excerpt.of(text, 200) : "";
        boolean permanent = status == 400 || status == 401 || status == 403 || status == 404;
        return permanent
                ? new Delivery.Refused("status " + status + words)
                : new Delivery.Failed("status " + status + words);
    }

    private static Delivery accepted(HttpReply.Answer answer, JsonObject json, String messageId) {
        Duration rest = answer.seconds("X-RateLimit-Remaining").orElse(1) < 1
                ? seconds(answer.seconds("X-RateLimit-Reset-After").orElse(1))
                : Duration.ZERO;
        // The id becomes part of an address: digits only.
        if (json.getValue("id") instanceof String id && id.matches("[0-9]{1,30}")) {
            return new Delivery.Accepted(id, rest);
        }
        return messageId.isEmpty()
                ? new Delivery.Failed("status 200 without id")
                : new Delivery.Accepted(messageId, rest);
    }

    private static Duration seconds(double value) {
        return Duration.ofMillis((long) Math.ceil(Math.min(value, LONGEST_PAUSE_SECONDS) * 1000));
    }
}
