package io.selfheal.enrichment.provider.zscaler;

import io.selfheal.enrichment.config.EnrichmentConfig.ZscalerConfig;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.service.http.HttpReply;
import io.selfheal.service.secret.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OneAPI access token (OAuth 2 client credentials): asked for when needed, kept until shortly before its end.
 * Single flight: callers wait for the one that is asking.
 */
final class ZscalerToken {
    /** Got, or why not. */
    sealed interface Grant {
        record Granted(Secret token) implements Grant {}

        record Denied(Reply reply) implements Grant {}
    }

    /** Tokens live 1 minute to 24 hours; this margin keeps one from ending on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ZscalerConfig config;
    private final HttpExchange http;
    private final InstantSource time;
    private @Nullable Secret token;
    private @Nullable Secret madeWith;
    private Instant end = Instant.MIN;

    ZscalerToken(ZscalerConfig config, HttpExchange http, InstantSource time) {
        this.config = config;
        this.http = http;
        this.time = time;
    }

    synchronized Grant get(Secret clientSecret) throws InterruptedException {
        if (token != null && clientSecret.equals(madeWith) && time.instant().isBefore(end)) {
            return new Grant.Granted(token);
        }
        return ask(clientSecret);
    }

    /** The server does not accept it any more. */
    synchronized void invalidate() {
        token = null;
    }

    private Grant ask(Secret clientSecret) throws InterruptedException {
        Map<String, String> form = Map.of(
                "grant_type", "client_credentials",
                "client_id", config.clientId().orElseThrow(),
                "client_secret", clientSecret.text(),
                "audience", config.audience());
        return switch (http.postForm(config.tokenUrl().orElseThrow().toString(), form, config.timeout())) {
            case HttpReply.Broken(String reason) -> denied(new Reply.Failed("token: " + reason));
            case HttpReply.Answer answer -> read(clientSecret, answer);
        };
    }

    private Grant read(Secret clientSecret, HttpReply.Answer answer) {
        return switch (answer.status()) {
            case 200 -> {
                JsonObject json = answer.jsonObject();
                if (!(json.getValue("access_token") instanceof String text) || !usable(text)) {
                    yield denied(new Reply.Failed("token: status 200 without access_token"));
                }
                long seconds = json.getValue("expires_in") instanceof Number n ? n.longValue() : 60;
                token = new Secret(text);
                madeWith = clientSecret;
                end = time.instant().plusSeconds(Math.clamp(seconds, 0, 86_400)).minus(MARGIN);
                yield new Grant.Granted(token);
            }
            case 400, 401, 403 ->
                denied(new Reply.Refused("status " + answer.status() + ": Zscaler refuses the client's credentials"));
            case 429 -> denied(new Reply.Limited(Duration.ofMinutes(1), "Zscaler's token rate limit"));
            default -> denied(new Reply.Failed("token: status " + answer.status()));
        };
    }

    private static Grant denied(Reply reply) {
        return new Grant.Denied(reply);
    }

    /** A header's value: a line break in it would be a second header. */
    private static boolean usable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
