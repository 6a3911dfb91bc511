package io.selfheal.responder.control;

import io.selfheal.responder.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Asks the responder of this node. */
public final class ControlClient {
    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    /**
     * One request, one answer, as it came.
     *
     * @throws IOException if nobody listens there, or the caller may not ask
     */
    public String ask(Map<String, Object> request) throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
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
}
