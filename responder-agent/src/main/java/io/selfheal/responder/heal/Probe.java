package io.selfheal.responder.heal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Asks a service whether it really answers. */
public interface Probe {
    /** What is wrong; empty if it answers. */
    Optional<String> ask(URI target);

    /** {@code tcp://HOST:PORT}: a connection is accepted. {@code http://…}: the status is below 500. */
    static Probe overNetwork(Duration limit) {
        return target -> {
            try {
                return "tcp".equals(target.getScheme()) ? connect(target, limit) : get(target, limit);
            } catch (IOException | IllegalArgumentException e) {
                return Optional.of(target + " does not answer: " + e.getMessage());
            }
        };
    }

    private static Optional<String> connect(URI target, Duration limit) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), (int) limit.toMillis());
            return Optional.empty();
        }
    }

    /** HttpURLConnection instead of HttpClient, which keeps threads and 6 MB for ever. */
    private static Optional<String> get(URI target, Duration limit) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            return status < 500 ? Optional.empty() : Optional.of(target + " answers with status " + status);
        } finally {
            connection.disconnect();
        }
    }
}
