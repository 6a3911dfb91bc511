package io.selfheal.responder.control;

import io.selfheal.responder.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks the responder of this node. */
public final class ControlClient {
    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    /**
     * One request, one answer, as it came; a backup takes its time.
     *
     * @throws IOException if nobody listens there, or the caller may not ask
     */
    public String ask(Map<String, Object> request) throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return ask(request, connection);
        }
    }

    /**
     * The same of a responder that may hang.
     *
     * @throws SocketTimeoutException if there is no answer in time
     * @throws IOException as above
     */
    public String ask(Map<String, Object> request, Duration patience) throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Thread limit = Thread.ofVirtual().start(() -> closeAfter(patience, connection));
            try {
                return ask(request, connection);
            } catch (ClosedChannelException late) {
                throw (SocketTimeoutException)
                        new SocketTimeoutException("no answer within " + patience.toSeconds() + " s").initCause(late);
            } finally {
                limit.interrupt();
            }
        }
    }

    private static void closeAfter(Duration patience, SocketChannel connection) {
        try {
            Thread.sleep(patience);
            connection.close();
        } catch (InterruptedException | IOException answered) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask(Map<String, Object> request, SocketChannel connection) throws IOException {
        connection.connect(UnixDomainSocketAddress.of(socket));
        ByteBuffer bytes = ByteBuffer.wrap((Json.write(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
        try (BufferedReader reply = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
            String line = reply.readLine();
            if (line == null) {
                throw new IOException("the responder closed the connection without an answer");
            }
            return line;
        }
    }
}
