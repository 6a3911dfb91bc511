package io.selfheal.responder.firewall.proxmox;

import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Requests to {@code https://HOST:8006/api2/json/…} with an API token (pve-docs, API Tokens: {@code Authorization:
 * PVEAPIToken=USER@REALM!NAME=UUID}). HttpURLConnection, because the JDK's HttpClient keeps threads and 6 MB for ever.
 */
final class ProxmoxApi {
    private static final int MAX_ANSWER = 4 << 20;
    private static final int QUOTED = 200;
    /** A hundred requests a second at most. */
    private static final long PACE_NANOS = 10_000_000;

    private final URI base;
    private final String token;
    private final Optional<SSLContext> tls;
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
        this.tls = tls;
        this.pinned = pinned;
        this.limit = limit;
    }

    /**
     * One request.
     *
     * @param path below {@code /api2/json/}, its variable parts already written as a URL has them
     * @return the answer, JSON
     * @throws FirewallException for any status but 2xx, with what the server says
     */
    String request(String method, String path, Map<String, String> form) throws FirewallException {
        keepPace();
        try {
            HttpURLConnection connection = open(method, path);
            if (!form.isEmpty()) {
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(encode(form).getBytes(StandardCharsets.US_ASCII));
                }
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new FirewallException(method + " " + path + " was answered with " + status + " "
                        + Excerpt.of(String.valueOf(connection.getResponseMessage()), QUOTED)
                        + Excerpt.of(text(connection.getErrorStream()), QUOTED));
            }
            return text(connection.getInputStream());
        } catch (IOException e) {
            throw new FirewallException("cannot reach Proxmox at " + base + ": " + e.getMessage(), e);
        }
    }

    private void keepPace() {
        long now = System.nanoTime();
        if (next - now > 0) {
            LockSupport.parkNanos(next - now);
        }
        next = Math.max(next, now) + PACE_NANOS;
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        if (connection instanceof HttpsURLConnection https && tls.isPresent()) {
            https.setSSLSocketFactory(tls.get().getSocketFactory());
            if (pinned) {
                https.setHostnameVerifier((name, session) -> true);
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

    private static String text(InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            byte[] bytes = in.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new IOException("the answer has more than " + MAX_ANSWER + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** For a form, and with it also for one part of a path: what it changes has no spaces. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
