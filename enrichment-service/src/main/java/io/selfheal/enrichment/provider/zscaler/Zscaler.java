package io.selfheal.enrichment.provider.zscaler;

import io.selfheal.enrichment.config.EnrichmentConfig.ZscalerConfig;
import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.zscaler.ZscalerToken.Grant;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.service.http.HttpReply;
import io.selfheal.service.secret.Secret;
import io.selfheal.service.secret.SecretSource;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Zscaler Internet Access: {@code POST {base}/urlLookup} with up to 100 addresses as an array of texts. A token that
 * is no longer accepted is replaced once for each question.
 */
public final class Zscaler implements Provider {
    public static final String NAME = "zscaler";

    private final ZscalerConfig config;
    private final HttpExchange http;
    private final SecretSource clientSecret;
    private final ZscalerToken token;
    private final ZscalerAnswers answers;

    public Zscaler(ZscalerConfig config, HttpExchange http, InstantSource time) {
        this.config = config;
        this.http = http;
        this.clientSecret = SecretSource.of(config.clientSecret(), config.clientSecretFile());
        this.token = new ZscalerToken(config, http, time);
        this.answers = new ZscalerAnswers(config.points());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isConfigured() {
        return config.tokenUrl().isPresent()
                && config.clientId().isPresent()
                && clientSecret.current().isPresent();
    }

    @Override
    public int keyVersion() {
        return clientSecret.version();
    }

    @Override
    public int batch() {
        return config.batch();
    }

    @Override
    public Reply ask(List<IpAddress> addresses) throws InterruptedException {
        Optional<Secret> secret = clientSecret.current();
        if (secret.isEmpty()) {
            return new Reply.Refused("no client secret");
        }
        return switch (token.get(secret.get())) {
            case Grant.Denied(Reply reply) -> reply;
            case Grant.Granted(Secret granted) -> lookUp(addresses, granted, secret.get());
        };
    }

    private Reply lookUp(List<IpAddress> addresses, Secret granted, Secret secret) throws InterruptedException {
        HttpReply first = post(addresses, granted);
        if (!(first instanceof HttpReply.Answer answer) || answer.status() != 401) {
            return read(addresses, first);
        }
        token.invalidate();
        return switch (token.get(secret)) {
            case Grant.Denied(Reply reply) -> reply;
            case Grant.Granted(Secret renewed) -> read(addresses, post(addresses, renewed));
        };
    }

    private HttpReply post(List<IpAddress> addresses, Secret bearer) throws InterruptedException {
        JsonArray texts =
                new JsonArray(addresses.stream().map(IpAddress::toString).toList());
        return http.sendJson(
                HttpMethod.POST,
                config.baseUrl() + "/urlLookup",
                Map.of("Authorization", "Bearer " + bearer.text()),
                texts.encode(),
                config.timeout());
    }

    private Reply read(List<IpAddress> addresses, HttpReply reply) {
        return switch (reply) {
            case HttpReply.Broken(String reason) -> new Reply.Failed(reason);
            case HttpReply.Answer answer -> answers.read(addresses, answer);
        };
    }
}
