package io.selfheal.service.http;

import io.selfheal.service.http.HttpReply.Answer;
import io.selfheal.service.http.HttpReply.Broken;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * HTTP with a time limit over the whole exchange and a bounded answer. Redirects are not followed: they would carry the
 * key elsewhere. Addresses may carry tokens, so they stand in no message. Must not be called on an event loop.
 */
public final class HttpExchange implements AutoCloseable {
    private final WebClient client;
    private final int maxBody;

    /**
     * A client of its own.
     *
     * @param userAgent who asks
     * @param connect how long a connection may take
     * @param maxBody bytes of the longest answer that is read
     */
    public HttpExchange(Vertx vertx, String userAgent, Duration connect, int maxBody) {
        this.maxBody = maxBody;
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent(userAgent)
                        .setFollowRedirects(false)
                        .setMaxPoolSize(2)
                        .setConnectTimeout((int) connect.toMillis())
                        .setIdleTimeout(150)
                        .setKeepAliveTimeout(30));
    }

    public HttpReply get(String url, Map<String, String> headers, Duration limit) throws InterruptedException {
        return exchange(HttpMethod.GET, url, headers, limit, request -> request.send());
    }

    /** Sends a JSON text. */
    public HttpReply sendJson(HttpMethod method, String url, Map<String, String> headers, String json, Duration limit)
            throws InterruptedException {
        return exchange(
                method,
                url,
                headers,
                limit,
                request -> request.putHeader("Content-Type", "application/json")
                        .sendBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(json)));
    }

    public HttpReply postForm(String url, Map<String, String> form, Duration limit) throws InterruptedException {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().addAll(form);
        return exchange(HttpMethod.POST, url, Map.of(), limit, request -> request.sendForm(fields));
    }

    private HttpReply exchange(
            HttpMethod method,
            String url,
            Map<String, String> headers,
            Duration limit,
            Function<HttpRequest<Buffer>, Uni<HttpResponse<Buffer>>> send)
            throws InterruptedException {
        HttpRequest<Buffer> request = client.requestAbs(method, url)
                .timeout(limit.toMillis())
                .putHeader("Accept", "application/json")
                .as(BodyCodec.newInstance(new BoundedBody(maxBody)));
        headers.forEach(request::putHeader);
        try {
            HttpResponse<Buffer> response = send.apply(request).await().atMost(limit);
            Buffer body = response.body();
            return new Answer(
                    response.statusCode(), response.headers().getDelegate(), body == null ? Buffer.buffer() : body);
        } catch (TimeoutException e) {
            return late(limit);
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
            return late(limit);
        }
        if (cause instanceof BoundedBody.TooLong) {
            return new Broken(String.valueOf(cause.getMessage()));
        }
        // Only the kind of failure: messages may quote the address, and the address may hold a token.
        return new Broken(
                "no connection or a broken answer: " + cause.getClass().getSimpleName());
    }

    private static Broken late(Duration limit) {
        return new Broken("no answer within " + limit.toMillis() + " ms");
    }

    @Override
    public void close() {
        client.close();
    }
}
