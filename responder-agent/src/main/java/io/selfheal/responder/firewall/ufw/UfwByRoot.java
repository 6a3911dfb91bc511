package io.selfheal.responder.firewall.ufw;

import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.program.ExternalProgram.Run;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * For a process that is not root: each run is asked of a program that systemd starts as root for it, and that runs ufw
 * for our own rules only. Root lets it, or not: by the socket unit, which is off at first.
 *
 * <p>A run is asked by its arguments in one line. The answer is a line with the exit status, then what ufw printed, on
 * standard error if it failed.
 */
public final class UfwByRoot implements Ufw {
    /** Where systemd listens once root enabled {@code selfheal-ufw.socket}. */
    public static final Path SOCKET = Path.of("/run/selfheal-ufw.socket");

    private static final int MAX_ANSWER = 256 * 1024;

    private final Path socket;
    private final Duration limit;

    /** @param limit how long one run may take */
    public UfwByRoot(Path socket, Duration limit) {
        this.socket = socket;
        this.limit = limit;
    }

    @Override
    public Run<String> run(List<String> arguments) throws FirewallException {
        if (!Files.exists(socket)) {
            throw new FirewallException("ufw runs only as root, and this agent is not root; root lets it ask with:"
                    + " systemctl enable --now selfheal-ufw.socket");
        }
        try {
            return read(ask(String.join(" ", arguments)));
        } catch (IOException | NumberFormatException e) {
            throw new FirewallException(
                    "root's hand for ufw gave no answer (journalctl -u 'selfheal-ufw@*'): " + e.getMessage(), e);
        }
    }

    private String ask(String line) throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<Void> late = CompletableFuture.runAsync(
                    () -> close(connection),
                    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
            connection.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
            try (InputStream answer = Channels.newInputStream(connection)) {
                return new String(answer.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            } finally {
                late.cancel(false);
            }
        }
    }

    /** Ends the reading of an answer that does not come. */
    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed for its reader all the same, who says that there was no answer.
        }
    }

    private static Run<String> read(String answer) throws IOException {
        int end = answer.indexOf('\n');
        if (end < 0) {
            throw new IOException("it closed the connection");
        }
        int exit = Integer.parseInt(answer.substring(0, end));
        String printed = answer.substring(end + 1);
        return exit == 0 ? new Run<>(exit, printed, "") : new Run<>(exit, "", printed);
    }
}
