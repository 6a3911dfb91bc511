package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Syslog over TCP (RFC 6587) and TLS (RFC 5425): a virtual thread for each connection, each with a buffer that its
 * messages' bound limits. A connection is not read while its message waits for room, so the sender waits as well.
 */
final class StreamReceiver implements SyslogListener.Receiver {
    private static final int BACKLOG = 64;
    private static final int READ_BYTES = 4096;
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_PLACE = Duration.ofMillis(200);
    private static final Duration LOOK_FOR_SILENCE = Duration.ofMillis(5);
    private static final Log LOG = Log.of(StreamReceiver.class);

    private final ServerSocket server;
    private final SyslogListener listener;
    private final int bound;
    private final int mostConnections;
    private final @Nullable TlsFiles tls;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    /** A connection that made room for another still holds its last message until that is spooled: so many may. */
    private final Semaphore places;

    /** One connection. */
    private static final class Connection {
        private final Socket socket;
        private final String sender;
        private volatile @Nullable Thread thread;
        private volatile long heard = System.nanoTime();
        /** Whether there is more to be read, or what was read is being taken. */
        private volatile boolean busy;

        Connection(Socket socket, String sender) {
            this.socket = socket;
            this.sender = sender;
        }

        /** Waits for its thread. */
        void end() {
            Thread serving = thread;
            try {
                if (serving != null) {
                    serving.join(LAST_WORDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether all that has come is taken. */
        boolean isSilent() {
            try {
                return !busy && socket.getInputStream().available() == 0;
            } catch (IOException e) {
                return true;
            }
        }

        long silentFor() {
            return System.nanoTime() - heard;
        }
    }

    /** @param tls null for plain TCP */
    StreamReceiver(ListenerSettings settings, @Nullable TlsFiles tls, SyslogListener listener) throws IOException {
        this.listener = listener;
        this.bound = settings.messageBytes().toIntExact();
        this.mostConnections = settings.connections();
        this.places = new Semaphore(2 * mostConnections);
        this.tls = tls;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(settings.listen().socketAddress(), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void receive() throws IOException, InterruptedException {
        while (!listener.isClosing()) {
            // While the spool is full new connections wait in the kernel: who connects again and again costs no memory.
            if (!places.tryAcquire(LOOK_FOR_PLACE.toMillis(), TimeUnit.MILLISECONDS)) {
                continue;
            }
            Socket socket = server.accept();
            @Nullable String sender = listener.allowed(socket.getInetAddress());
            if (sender == null) {
                places.release();
                closeQuietly(socket);
                continue;
            }
            makeRoom();
            Connection connection = new Connection(socket, sender);
            connections.add(connection);
            connection.thread =
                    Thread.ofVirtual().name("collector-syslog-" + sender).start(() -> serve(connection));
        }
    }

    private void makeRoom() {
        if (connections.size() >= mostConnections) {
            connections.stream()
                    .max(Comparator.comparingLong(Connection::silentFor))
                    .ifPresent(silent -> {
                        listener.meter().displaced.incrementAndGet();
                        connections.remove(silent);
                        closeQuietly(silent.socket);
                    });
        }
    }

    private void serve(Connection connection) {
        MessageSplitter splitter = new MessageSplitter(
                bound, (bytes, length, cut) -> listener.take(connection.sender, bytes, length, cut));
        try (Socket socket = connection.socket) {
            socket.setKeepAlive(true);
            boolean half = true;
            try {
                half = read(connection, splitter);
            } finally {
                if (half && !listener.isClosing()) {
                    listener.meter().broken.incrementAndGet();
                }
            }
        } catch (IOException e) {
            LOG.debug("a syslog connection ended", "sender", connection.sender, "cause", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
            places.release();
        }
    }

    /** Reads to the end of the stream; whether it ended within a message. */
    private boolean read(Connection connection, MessageSplitter splitter) throws IOException, InterruptedException {
        Socket socket = connection.socket;
        if (tls != null) {
            socket.setSoTimeout((int) HANDSHAKE.toMillis());
            SSLSocket secured = tls.serve(socket);
            secured.startHandshake();
            socket.setSoTimeout(0);
            socket = secured;
        }
        byte[] chunk = new byte[READ_BYTES];
        InputStream in = socket.getInputStream();
        boolean inOrder = false;
        try {
            int read = in.read(chunk);
            while (read >= 0) {
                connection.busy = true;
                connection.heard = System.nanoTime();
                splitter.push(chunk, 0, read);
                connection.busy = in.available() > 0;
                read = in.read(chunk);
            }
            inOrder = true;
        } finally {
            // What came before the end is said all the same.
            if (splitter.end(inOrder)) {
                inOrder = false;
            }
        }
        return !inOrder;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a syslog connection did not close", "cause", e);
        }
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("a syslog port did not close", "cause", e);
        }
    }

    @Override
    public void close() {
        stop();
        if (listener.isClosing()) {
            awaitSilence();
        }
        List<Connection> open = List.copyOf(connections);
        open.forEach(connection -> closeQuietly(connection.socket));
        // What was read from them is spooled before the spool closes.
        open.forEach(Connection::end);
    }

    private void awaitSilence() {
        long since = System.nanoTime();
        try {
            while (!connections.isEmpty() && System.nanoTime() - since < LAST_WORDS.toNanos()) {
                connections.stream().filter(Connection::isSilent).forEach(silent -> closeQuietly(silent.socket));
                Thread.sleep(LOOK_FOR_SILENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
