package io.selfheal.test.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** A real HTTP server on the loopback that answers what a test tells it to, and keeps what it was asked. */
public final class FakeServer implements AutoCloseable {
    /**
     * What was asked.
     *
     * @param path with its query
     */
    public record Asked(String method, String path, Headers headers, String body) {
        /** The first header of this name, whatever its case; empty if there is none. */
        public String header(String name) {
            return Objects.requireNonNullElse(headers.getFirst(name), "");
        }
    }

    /** What it answers; {@code headers} are name, value, name, value …. */
    public record Answer(int status, String contentType, String body, long delayMillis, List<String> headers) {
        public static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, 0, List.of());
        }

        public Answer after(long millis) {
            return new Answer(status, contentType, body, millis, headers);
        }

        public Answer withHeader(String name, String value) {
            return new Answer(
                    status,
                    contentType,
                    body,
                    delayMillis,
                    Stream.concat(headers.stream(), Stream.of(name, value)).toList());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Answer> script;

    public FakeServer(Function<Asked, Answer> script) {
        this.script = script;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public void answers(Function<Asked, Answer> next) {
        script = next;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked question = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(question);
            Answer answer = script.apply(question);
            Thread.sleep(answer.delayMillis());
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            for (int i = 0; i < answer.headers().size(); i += 2) {
                exchange.getResponseHeaders()
                        .set(answer.headers().get(i), answer.headers().get(i + 1));
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
