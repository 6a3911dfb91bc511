package io.selfheal.enrichment.http;

import io.selfheal.enrichment.http.HttpReply.Answer;
import io.selfheal.enrichment.http.HttpReply.Broken;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * HTTP with a time limit over the whole exchange and a bounded answer ({@value #MAX_BODY} bytes). Redirects are not
 * followed: they would carry the key elsewhere. Must not be called on an event loop.
 */
public final class HttpExchange implements AutoCloseable {
    /** Longest answer that is read. VirusTotal's longest address reports are about 100 KiB. */
    public static final int MAX_BODY = 1 << 20;

    private final WebClient client;

    public HttpExchange(Vertx vertx) {
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("selfheal-enrichment")
                        .setFollowRedirects(false)
                        .setMaxPoolSize(2)
                        .setConnectTimeout(10_000)
                        .setIdleTimeout(150)
                        .setKeepAliveTimeout(30));
    }

    public HttpReply get(URI url, Map<String, String> headers, Duration limit) throws InterruptedException {
        return exchange(HttpMethod.GET, url, headers, limit, request -> request.send());
    }

    public HttpReply postJson(URI url, Map<String, String> headers, String json, Duration limit)
            throws InterruptedException {
        return exchange(
                HttpMethod.POST,
                url,
                headers,
                limit,
                request -> request.putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer(json)));
    }

    public HttpReply postForm(URI url, Map<String, String> form, Duration limit) throws InterruptedException {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().addAll(form);
        return exchange(HttpMethod.POST, url, Map.of(), limit, request -> request.sendForm(fields));
    }

    private HttpReply exchange(
            HttpMethod method,
            URI url,
            Map<String, String> headers,
            Duration limit,
            Function<HttpRequest<io.vertx.core.buffer.Buffer>, Uni<HttpResponse<io.vertx.core.buffer.Buffer>>> send)
            throws InterruptedException {
        HttpRequest<io.vertx.core.buffer.Buffer> request = client.requestAbs(method, url.toString())
                .timeout(limit.toMillis())
                .putHeader("Accept", "application/json")
                .as(BodyCodec.newInstance(new BoundedBody(MAX_BODY)));
        headers.forEach(request::putHeader);
        try {
            HttpResponse<io.vertx.core.buffer.Buffer> response =
                    send.apply(request).await().atMost(limit);
            io.vertx.core.buffer.Buffer body = response.body();
            return new Answer(
                    response.statusCode(),
                    response.getHeader("Retry-After"),
                    body == null ? io.vertx.core.buffer.Buffer.buffer() : body);
        } catch (TimeoutException e) {
            return new Broken("no answer within " + limit.toMillis() + " ms");
        } catch (RuntimeException e) {
            return broken(e, limit);
        }
    }

    /** Messages of the connection's failures name the host at most, never a header. */
    private static Broken broken(RuntimeException failure, Duration limit) throws InterruptedException {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InterruptedException) {
            throw new InterruptedException("stopped while waiting for an answer");
        }
        if (cause instanceof java.util.concurrent.TimeoutException) {
            return new Broken("no answer within " + limit.toMillis() + " ms");
        }
        return new Broken(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
