package io.selfheal.e2e.fleet;

import io.selfheal.e2e.lab.Inside;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries again and again to connect from a place, and keeps what became of each try. */
final class BlockedWatch implements AutoCloseable {
    private static final int TIMEOUT_MS = 150;
    private static final int SSH = 22;

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean closed;

    BlockedWatch(Namespace from, Machine to, boolean six) {
        this(from, six ? to.ipv6() : to.ipv4());
    }

    BlockedWatch(Namespace from, String address) {
        InetAddress server = InetAddress.ofLiteral(address);
        this.thread = Thread.ofPlatform()
                .name("blocked-watch")
                .daemon()
                .start(() -> Inside.call(from.netns(), () -> {
                    watch(new InetSocketAddress(server, SSH));
                    return true;
                }));
    }

    int tries() {
        return tries.get();
    }

    /** Every answer that was not silence. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(InetSocketAddress server) {
        while (!closed) {
            try (Socket socket = new Socket()) {
                socket.connect(server, TIMEOUT_MS);
                answers.add("try " + tries + " got through");
            } catch (SocketTimeoutException e) {
                // Dropped, as it has to be.
            } catch (IOException e) {
                answers.add("try " + tries + " was answered: " + e.getMessage());
            }
            tries.incrementAndGet();
        }
    }
}
