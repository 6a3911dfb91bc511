package io.selfheal.schemas.net;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Whether something listens there. */
public final class TcpPort {
    private static final int MAX_REASON = 120;

    private TcpPort() {}

    /** Why no connection comes about; empty if one does. */
    public static String failure(String host, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            return "";
        } catch (IOException | IllegalArgumentException e) {
            return Excerpt.of(String.valueOf(e.getMessage()), MAX_REASON);
        }
    }
}
