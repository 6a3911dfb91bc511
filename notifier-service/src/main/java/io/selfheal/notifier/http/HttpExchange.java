package io.selfheal.notifier.http;

import io.selfheal.notifier.http.HttpReply.Answer;
import io.selfheal.notifier.http.HttpReply.Broken;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * Sends JSON with a time limit over the whole exchange and a bounded answer. Redirects are not followed. Addresses
 * carry tokens, so they stand in no message. Must not be called on an event loop.
 */
public final class HttpExchange implements AutoCloseable {
    /** Longest answer that is read. */
    public static final int MAX_BODY = 256 << 10;

    private final WebClient client;

    public HttpExchange(Vertx vertx) {
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("selfheal-notifier")
                        .setFollowRedirects(false)
                        .setMaxPoolSize(2)
                        .setConnectTimeout(5_000)
                        .setIdleTimeout(150)
                        .setKeepAliveTimeout(30));
    }

    public HttpReply post(String url, JsonObject body, Duration limit) throws InterruptedException {
        return exchange(HttpMethod.POST, url, body, limit);
    }

    public HttpReply patch(String url, JsonObject body, Duration limit) throws InterruptedException {
        return exchange(HttpMethod.PATCH, url, body, limit);
    }

    private HttpReply exchange(HttpMethod method, String url, JsonObject body, Duration limit)
            throws InterruptedException {
        HttpRequest<Buffer> request = client.requestAbs(method, url)
                .timeout(limit.toMillis())
                .putHeader("Accept", "application/json")
                .putHeader("Content-Type", "application/json")
                .as(BodyCodec.newInstance(new BoundedBody(MAX_BODY)));
        try {
            HttpResponse<Buffer> response = request.sendBuffer(
                            io.vertx.mutiny.core.buffer.Buffer.newInstance(body.toBuffer()))
                    .await()
                    .atMost(limit);
            Buffer answer = response.body();
            return new Answer(
                    response.statusCode(), response.headers().getDelegate(), answer == null ? Buffer.buffer() : answer);
        } catch (TimeoutException e) {
            return new Broken("no answer within " + limit.toMillis() + " ms");
        } catch (RuntimeException e) {
            return broken(e, limit);
        }
    }

    private static Broken broken(RuntimeException failure, Duration limit) throws InterruptedException {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InterruptedException) {
            throw new InterruptedException("stopped while waiting for an answer");
        }
        if (cause instanceof java.util.concurrent.TimeoutException) {
            return new Broken("no answer within " + limit.toMillis() + " ms");
        }
        // Only the kind of failure: messages may quote the address, and the address holds the token.
        return new Broken(
                "no connection or a broken answer: " + cause.getClass().getSimpleName());
    }

    @Override
    public void close() {
        client.close();
    }
}
