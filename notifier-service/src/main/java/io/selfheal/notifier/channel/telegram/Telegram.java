package io.selfheal.notifier.channel.telegram;

import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.config.NotifierConfig.TelegramConfig;
import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.service.http.HttpReply;
import io.selfheal.service.secret.Secret;
import io.selfheal.service.secret.SecretSource;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Telegram's Bot API: {@code sendMessage} and {@code editMessageText} (core.telegram.org/bots/api). Buttons copy command
 * lines ({@code copy_text}, since Bot API 7.11); none acts, so that neither the bot's token nor the chat has any power
 * over the fleet.
 */
public final class Telegram implements Channel {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** What Bot API servers say of a button that they do not know, e.g. "Text buttons are unallowed in the inline keyboard". */
    private static final Pattern BUTTON = Pattern.compile("(?i)button|keyboard|markup");

    private final TelegramConfig config;
    private final HttpExchange http;
    private final SecretSource token;

    public Telegram(TelegramConfig config, HttpExchange http) {
        this.config = config;
        this.http = http;
        this.token = SecretSource.of(config.botToken(), config.botTokenFile());
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public boolean isConfigured() {
        return config.chatId().isPresent() && token.current().isPresent();
    }

    @Override
    public Severity minSeverity() {
        return config.minSeverity();
    }

    @Override
    public Delivery send(Letter letter) throws InterruptedException {
        return call("sendMessage", body(letter), letter, "");
    }

    @Override
    public Delivery edit(String messageId, Letter letter) throws InterruptedException {
        JsonObject body = body(letter).put("message_id", Long.parseLong(messageId));
        return call("editMessageText", body, letter, messageId);
    }

    private JsonObject body(Letter letter) {
        return new JsonObject()
                .put("chat_id", config.chatId().orElse(""))
                .put("text", TelegramText.write(letter))
                .put("link_preview_options", new JsonObject().put("is_disabled", true));
    }

    private static JsonObject keyboard(List<Letter.Command> commands) {
        JsonArray rows = new JsonArray();
        for (Letter.Command command : commands) {
            JsonObject button = new JsonObject()
                    .put("text", "Copy: " + command.label())
                    .put("copy_text", new JsonObject().put("text", command.line()));
            rows.add(new JsonArray().add(button));
        }
        return new JsonObject().put("inline_keyboard", rows);
    }

    /** With buttons, and without them where the server knows none that copy: the alert must arrive. */
    private Delivery call(String method, JsonObject body, Letter letter, String messageId) throws InterruptedException {
        if (letter.commands().isEmpty()) {
            return call(method, body, messageId);
        }
        JsonObject with = body.copy().put("reply_markup", keyboard(letter.commands()));
        Delivery delivery = call(method, with, messageId);
        return delivery instanceof Delivery.Refused(String reason)
                        && BUTTON.matcher(reason).find()
                ? call(method, body, messageId)
                : delivery;
    }

    private Delivery call(String method, JsonObject body, String messageId) throws InterruptedException {
        Optional<Secret> secret = token.current();
        if (secret.isEmpty()) {
            return new Delivery.Failed("no bot token");
        }
        String base = config.baseUrl().toString().replaceAll("/+$", "");
        String url = base + "/bot" + secret.get().text() + "/" + method;
        return switch (http.sendJson(HttpMethod.POST, url, Map.of(), body.encode(), config.timeout())) {
            case HttpReply.Broken(String reason) -> new Delivery.Failed(reason);
            case HttpReply.Answer answer -> read(answer.status(), answer.jsonObject(), messageId);
        };
    }

    private static Delivery read(int status, JsonObject json, String messageId) {
        String description = json.getValue("description") instanceof String text ? text : "";
        if (status == 200 && Boolean.TRUE.equals(json.getValue("ok"))) {
            return accepted(json, messageId);
        }
        if (status == 429) {
            JsonObject parameters =
                    json.getValue("parameters") instanceof JsonObject object ? object : new JsonObject();
            long seconds = parameters.getValue("retry_after") instanceof Number n ? n.longValue() : 30;
            return new Delivery.TooMany(Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_PAUSE.toSeconds())));
        }
        if (status == 400 && !messageId.isEmpty()) {
            String lower = description.toLowerCase(Locale.ROOT);
            if (lower.contains("message is not modified")) {
                return new Delivery.Accepted(messageId, Duration.ZERO);
            }
            if (lower.contains("message to edit not found") || lower.contains("message can't be edited")) {
                return new Delivery.Gone();
            }
        }
        String reason = "status " + status + (description.isEmpty() ? "" : ": " + Excerpt.of(description, 200));
        boolean permanent = status == 400 || status == 401 || status == 403 || status == 404;
        return permanent ? new Delivery.Refused(reason) : new Delivery.Failed(reason);
    }

    private static Delivery accepted(JsonObject json, String messageId) {
        if (json.getValue("result") instanceof JsonObject result
                && result.getValue("message_id") instanceof Number number) {
            return new Delivery.Accepted(String.valueOf(number.longValue()), Duration.ZERO);
        }
        return messageId.isEmpty()
                ? new Delivery.Failed("status 200 without message_id")
                : new Delivery.Accepted(messageId, Duration.ZERO);
    }
}
