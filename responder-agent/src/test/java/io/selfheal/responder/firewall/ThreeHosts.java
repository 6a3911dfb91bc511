package io.selfheal.responder.firewall;

import io.selfheal.responder.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A node with a firewall, a peer outside, and a container behind the node, each a network namespace: what the peer
 * sends to the container is passed on by the node, as to a port that Docker published.
 */
final class ThreeHosts implements AutoCloseable {
    static final String PEER4 = "198.51.100.7";
    static final String PEER6 = "2001:db8:51::7";
    /** Another address of the same peer, which nobody blocks. */
    static final String FRIEND4 = "198.51.100.200";

    static final String FRIEND6 = "2001:db8:52::200";
    static final String NODE4 = "198.51.100.1";
    static final String NODE6 = "2001:db8:51::1";
    static final String INNER4 = "172.31.0.2";
    static final String INNER6 = "2001:db8:a::2";
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final NetworkNamespace node = NetworkNamespace.make();
    private final NetworkNamespace peer = NetworkNamespace.make();
    private final NetworkNamespace inner = NetworkNamespace.make();
    private final ServerSocket onNode;
    private final ServerSocket onInner;

    ThreeHosts() throws Exception {
        node.cable("eth0", NODE4 + "/24", NODE6 + "/48", peer, PEER4 + "/24", PEER6 + "/48");
        node.cable("docker0", "172.31.0.1/24", "2001:db8:a::1/64", inner, INNER4 + "/24", INNER6 + "/64");
        peer.must("ip", "addr", "add", FRIEND4 + "/24", "dev", "eth0");
        peer.must("ip", "addr", "add", FRIEND6 + "/48", "dev", "eth0", "nodad");
        node.must("ip", "route", "add", "2001:db8:52::/48", "dev", "eth0");
        peer.must("ip", "route", "add", "172.31.0.0/24", "via", NODE4);
        peer.must("ip", "route", "add", "2001:db8:a::/64", "via", NODE6);
        inner.must("ip", "route", "add", "default", "via", "172.31.0.1");
        inner.must("ip", "-6", "route", "add", "default", "via", "2001:db8:a::1");
        node.must("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        node.must("sysctl", "-q", "-w", "net.ipv6.conf.all.forwarding=1");
        onNode = node.call(() -> new ServerSocket(0, 50));
        onInner = inner.call(() -> new ServerSocket(0, 50));
    }

    NetworkNamespace node() {
        return node;
    }

    int port() {
        return onNode.getLocalPort();
    }

    int innerPort() {
        return onInner.getLocalPort();
    }

    /** Whether the peer gets a connection to the node from this address of its own. */
    boolean reachesNode(String from) {
        return connects(from, from.contains(":") ? NODE6 : NODE4, onNode.getLocalPort());
    }

    /** The same for the container behind the node. */
    boolean reachesInner(String from) {
        return connects(from, from.contains(":") ? INNER6 : INNER4, onInner.getLocalPort());
    }

    /** An open connection from the peer to the node. */
    Conversation converse(String from) throws Exception {
        Socket client = peer.call(() -> open(from, from.contains(":") ? NODE6 : NODE4, onNode.getLocalPort()));
        return new Conversation(client, onNode.accept());
    }

    /** Both ends of a connection. */
    record Conversation(Socket client, Socket server) implements AutoCloseable {
        /** Whether a byte that is sent arrives. */
        boolean carries() throws IOException {
            client.getOutputStream().write('x');
            server.setSoTimeout((int) PATIENCE.toMillis());
            try {
                return server.getInputStream().read() == 'x';
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    private boolean connects(String from, String to, int port) {
        try (Socket socket = peer.call(() -> open(from, to, port))) {
            return socket.isConnected();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return false;
            }
            throw new IllegalStateException(e);
        }
    }

    private static Socket open(String from, String to, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to), port), (int) PATIENCE.toMillis());
        return socket;
    }

    @Override
    public void close() throws IOException {
        try (onNode;
                onInner;
                node;
                peer;
                inner) {
            // Closed by its end.
        }
    }
}
