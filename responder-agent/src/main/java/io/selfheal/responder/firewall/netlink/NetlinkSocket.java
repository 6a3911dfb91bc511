package io.selfheal.responder.firewall.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket to the kernel's netfilter. It belongs to the network namespace in which it was opened. Not safe for several
 * threads at once; any thread may use it.
 *
 * <p>The kernel works on a request while {@code send} runs, so that every answer waits in the receive buffer when it
 * returns: nothing here waits for long, and receiving has a time limit all the same.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x8_0000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;

    private static final int SEND_BUFFER = 128 << 20;
    private static final int SEND_BUFFER_UNFORCED = 8 << 20;
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final long ANSWER_LIMIT_SECONDS = 10;
    /** The kernel fills its answers up to 32 KiB each. */
    private static final int ANSWER = 64 << 10;

    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final MemorySegment received = arena.allocate(ANSWER);
    private final ByteBuffer receivedBytes = received.asByteBuffer().order(ByteOrder.nativeOrder());
    private final int file;

    private NetlinkSocket() throws NetlinkException {
        file = libc.socket(NfTables.AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NfTables.NETLINK_NETFILTER);
        if (file < 0) {
            arena.close();
            throw new NetlinkException("opening a netlink socket", -file, "");
        }
    }

    /** Opens one in the network namespace of the calling thread. */
    public static NetlinkSocket open() throws IOException {
        NetlinkSocket socket = new NetlinkSocket();
        socket.configure();
        return socket;
    }

    /** Best effort: an old kernel without one of these explains less, or takes smaller transactions. */
    private void configure() {
        if (!option(SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER)) {
            option(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_UNFORCED);
        }
        option(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER);
        option(SOL_NETLINK, NETLINK_CAP_ACK, 1);
        option(SOL_NETLINK, NETLINK_EXT_ACK, 1);
        MemorySegment limit = arena.allocate(2 * Long.BYTES, Long.BYTES);
        limit.set(ValueLayout.JAVA_LONG, 0, ANSWER_LIMIT_SECONDS);
        libc.setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, limit);
    }

    private boolean option(int level, int name, int value) {
        MemorySegment segment = arena.allocate(ValueLayout.JAVA_INT);
        segment.set(ValueLayout.JAVA_INT, 0, value);
        return libc.setsockopt(file, level, name, segment) == 0;
    }

    /** Sends the messages as one datagram, which nfnetlink treats as one batch. */
    void send(MemorySegment messages, long length) throws NetlinkException {
        long sent;
        do {
            sent = libc.send(file, messages, length, 0);
        } while (sent == -NetlinkException.EINTR);
        if (sent < 0) {
            throw new NetlinkException("sending " + length + " bytes", (int) -sent, "");
        }
    }

    /**
     * The next datagram of answers, valid until the next call.
     *
     * @param wait for one, if none is there
     * @return empty when none is there
     */
    ByteBuffer receive(boolean wait) throws NetlinkException {
        long length;
        do {
            length = libc.recv(file, received, wait ? 0 : MSG_DONTWAIT);
        } while (length == -NetlinkException.EINTR);
        if (length < 0 && (wait || length != -NetlinkException.EAGAIN)) {
            throw new NetlinkException("receiving", (int) -length, "");
        }
        return receivedBytes.clear().limit((int) Math.max(0, length));
    }

    @Override
    public void close() {
        libc.close(file);
        arena.close();
    }
}
