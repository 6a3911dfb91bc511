package io.selfheal.responder.control;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import jdk.net.ExtendedSocketOptions;

/**
 * The local socket: one request a connection, one line of JSON each way. Only root, the responder's own user and the
 * group may connect (mode 0660); where the group does not exist or cannot be given, root and that user alone (0600), and
 * the log says so. At most {@value #AT_ONCE} connections, {@value #MAX_REQUEST} bytes a request, and ten
 * seconds to send it, and as many to take the answer: garbage is answered with an error and goes no further.
 */
public final class ControlServer implements AutoCloseable {
    private static final Log LOG = Log.of(ControlServer.class);
    private static final int MAX_REQUEST = 16 * 1024;
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final ServerSocketChannel server;
    private final BiFunction<Map<String, Object>, String, Map<String, Object>> handler;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService connections = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("responder-control-", 0).factory());
    private final Thread acceptor;

    /**
     * @param handler answers a request of a user
     * @throws IOException if the socket cannot be made
     */
    public ControlServer(Path path, String group, BiFunction<Map<String, Object>, String, Map<String, Object>> handler)
            throws IOException {
        this.path = path;
        this.handler = handler;
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        this.server = bind(path, group);
        this.acceptor = Thread.ofPlatform().name("responder-control").daemon().unstarted(this::accept);
    }

    /** Bound under another name and renamed when its rights are set: nobody can connect in between. */
    private static ServerSocketChannel bind(Path path, String group) throws IOException {
        if (isAnswered(path)) {
            throw new IOException("another responder answers at " + path);
        }
        Path fresh = path.resolveSibling("." + path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(fresh));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            if (giveTo(group, fresh)) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw----"));
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Not so if it is only what a responder that was killed left behind. */
    private static boolean isAnswered(Path path) {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return client.isConnected();
        } catch (IOException e) {
            LOG.debug("nobody answers at the control socket's place yet", "cause", e.getMessage());
            return false;
        }
    }

    /** A process may give a file to groups of its own only: no reason to leave the node without a responder. */
    private static boolean giveTo(String group, Path socket) {
        try {
            Files.getFileAttributeView(socket, PosixFileAttributeView.class)
                    .setGroup(socket.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(group));
            return true;
        } catch (UserPrincipalNotFoundException e) {
            LOG.info("the socket's group does not exist; only root may use the socket", "control.group", group);
        } catch (IOException e) {
            LOG.warn(
                    "the socket cannot be given to its group; only root may use the socket",
                    "control.group",
                    group,
                    "cause",
                    e.getMessage(),
                    "allowed",
                    "a group that the responder's user is a member of");
        }
        return false;
    }

    public void start() {
        acceptor.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                if (places.tryAcquire()) {
                    connections.execute(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("a control connection failed", "cause", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel connection) {
        Thread watchdog = patience(connection);
        try (connection) {
            String user = connection
                    .getOption(ExtendedSocketOptions.SO_PEERCRED)
                    .user()
                    .getName();
            String request = readLine(connection);
            watchdog.interrupt();
            String reply = Json.write(answer(request, user)) + "\n";
            watchdog = patience(connection);
            ByteBuffer bytes = ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
        } catch (IOException e) {
            LOG.debug("a control connection ended early", "cause", e.getMessage());
        } finally {
            watchdog.interrupt();
            places.release();
        }
    }

    private Map<String, Object> answer(String request, String user) {
        try {
            return handler.apply(Json.readObject(request), user);
        } catch (IOException e) {
            return Reply.refused("not a request; allowed: one JSON object on one line");
        } catch (IllegalArgumentException e) {
            return Reply.refused(Excerpt.of(String.valueOf(e.getMessage()), 500));
        } catch (RuntimeException e) {
            LOG.error("a control request failed", "cause", e);
            return Reply.refused("the request failed; the responder's log says why");
        }
    }

    private static String readLine(SocketChannel connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_REQUEST);
        while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    private static Thread patience(SocketChannel connection) {
        return Thread.ofVirtual().name("responder-control-patience").start(() -> closeLate(connection));
    }

    private static void closeLate(SocketChannel connection) {
        try {
            Thread.sleep(PATIENCE);
            connection.close();
        } catch (InterruptedException e) {
            // It was done in time.
        } catch (IOException e) {
            LOG.debug("a late control connection did not close", "cause", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.shutdownNow();
        Files.deleteIfExists(path);
    }
}
