package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.Inside;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One HTTP connection that stays open between requests. */
final class OpenConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 1000;
    private static final int HTTP = 80;

    private final Socket socket;

    OpenConnection(Namespace from, Machine to, boolean six) {
        InetAddress server = InetAddress.ofLiteral(six ? to.ipv6() : to.ipv4());
        this.socket = Inside.call(from.netns(), () -> {
            Socket opened = new Socket();
            opened.connect(new InetSocketAddress(server, HTTP), TIMEOUT_MS);
            opened.setSoTimeout(TIMEOUT_MS);
            return opened;
        });
    }

    /** Asks for the first page; false when no answer comes within a second. */
    boolean answers() throws IOException {
        byte[] answer = new byte[4096];
        try {
            socket.getOutputStream()
                    .write("GET /index.html HTTP/1.1\r\nHost: web1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read(answer) > 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
