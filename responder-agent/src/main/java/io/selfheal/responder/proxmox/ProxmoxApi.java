package io.selfheal.responder.proxmox;

import io.selfheal.responder.json.Json;
import io.selfheal.schemas.text.Excerpt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests to {@code https://HOST:8006/api2/json/…} with an API token (pve-docs, API Tokens: {@code Authorization:
 * PVEAPIToken=USER@REALM!NAME=UUID}). HttpURLConnection, because the JDK's HttpClient keeps threads and 6 MB for ever.
 * Any thread may ask.
 */
public final class ProxmoxApi {
    private static final int MAX_ANSWER = 4 << 20;
    private static final int QUOTED = 200;
    /** A hundred requests a second at most. */
    private static final long PACE_NANOS = 10_000_000;

    /** Only beside a pinned certificate. */
    private static final HostnameVerifier ANY_NAME = (name, session) -> true;

    private final URI base;
    private final String token;
    /** One for all requests: connections are kept open for those of the same factory only. */
    private final Optional<SSLSocketFactory> tls;

    private final boolean pinned;
    private final Duration limit;
    private long next = System.nanoTime();

    /**
     * Speaks to one server.
     *
     * @param base for example {@code https://pve1:8006/}
     * @param token {@code USER@REALM!NAME=UUID}
     * @param tls whom to believe; empty for what the system believes
     * @param pinned the certificate itself is known, so that its names do not matter
     * @param limit for connecting, and for an answer
     */
    ProxmoxApi(URI base, String token, Optional<SSLContext> tls, boolean pinned, Duration limit) {
        this.base = base.resolve("/api2/json/");
        this.token = token;
        this.tls = tls.map(SSLContext::getSocketFactory);
        this.pinned = pinned;
        this.limit = limit;
    }

    /**
     * One request.
     *
     * @param path below {@code /api2/json/}, its variable parts already written as a URL has them
     * @return the answer, JSON
     * @throws ProxmoxException for any status but 2xx, with what the server says
     */
    public String request(String method, String path, Map<String, String> form) throws ProxmoxException {
        keepPace();
        try {
            HttpURLConnection connection = open(method, path);
            if (method.equals("POST") || method.equals("PUT")) {
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body(form).getBytes(StandardCharsets.US_ASCII));
                }
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new ProxmoxException(
                        method + " " + path + " was answered with " + status + " "
                                + Excerpt.of(String.valueOf(connection.getResponseMessage()), QUOTED)
                                + Excerpt.of(text(connection.getErrorStream(), limit), QUOTED),
                        status);
            }
            return text(connection.getInputStream(), limit);
        } catch (ProxmoxException e) {
            throw e;
        } catch (IOException e) {
            throw new ProxmoxException("cannot reach Proxmox at " + base + ": " + e.getMessage(), e);
        }
    }

    /** What stands in {@code data} of an answer that is a list of objects. */
    public List<Map<String, Object>> list(String path) throws ProxmoxException {
        if (!(data("GET", path, Map.of()) instanceof List<?> list)) {
            throw unexpected("GET", path, "no list");
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object element : list) {
            objects.add(object("GET", path, element));
        }
        return objects;
    }

    /** What stands in {@code data} of an answer that is one object. */
    public Map<String, Object> object(String path) throws ProxmoxException {
        return object("GET", path, data("GET", path, Map.of()));
    }

    /**
     * Has something done that takes its time.
     *
     * @return the task's id (UPID)
     */
    public String task(String method, String path, Map<String, String> form) throws ProxmoxException {
        Optional<String> upid = taskIfAny(method, path, form);
        if (upid.isEmpty()) {
            throw unexpected(method, path, "no task");
        }
        return upid.get();
    }

    /** The same where it may also be done at once; the task's id, empty if there is none. */
    public Optional<String> taskIfAny(String method, String path, Map<String, String> form) throws ProxmoxException {
        return data(method, path, form) instanceof String upid && upid.startsWith("UPID:")
                ? Optional.of(upid)
                : Optional.empty();
    }

    private @Nullable Object data(String method, String path, Map<String, String> form) throws ProxmoxException {
        String answer = request(method, path, form);
        try {
            return Json.readObject(answer).get("data");
        } catch (IOException e) {
            throw new ProxmoxException(method + " " + path + " was answered with no JSON: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> object(String method, String path, @Nullable Object data)
            throws ProxmoxException {
        if (!(data instanceof Map<?, ?> map)) {
            throw unexpected(method, path, "no object");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }

    private static ProxmoxException unexpected(String method, String path, String what) {
        return new ProxmoxException(method + " " + path + " was answered with " + what, 0);
    }

    /** Who asks, as Proxmox writes it into its tasks: {@code USER@REALM!NAME}. */
    public String author() {
        return token.substring(0, token.indexOf('='));
    }

    private void keepPace() {
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            wait = next - now;
            next = Math.max(next, now) + PACE_NANOS;
        }
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        if (connection instanceof HttpsURLConnection https && tls.isPresent()) {
            https.setSSLSocketFactory(tls.get());
            if (pinned) {
                https.setHostnameVerifier(ANY_NAME);
            }
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "PVEAPIToken=" + token);
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    /** At most {@value #MAX_ANSWER} bytes, within the limit however slowly they come. */
    private static String text(@Nullable InputStream in, Duration limit) throws IOException {
        if (in == null) {
            return "";
        }
        long start = System.nanoTime();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 14];
        try (in) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                bytes.write(part, 0, count);
                if (bytes.size() > MAX_ANSWER) {
                    throw new IOException("the answer has more than " + MAX_ANSWER + " bytes");
                }
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new IOException("the answer takes longer than " + limit);
                }
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String body(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** For a form, and with it also for one part of a path: what it changes has no spaces. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
