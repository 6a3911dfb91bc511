package io.selfheal.collector.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import org.jspecify.annotations.Nullable;

/** Syslog over UDP (RFC 5426): a datagram is a message. */
final class DatagramReceiver implements SyslogListener.Receiver {
    /** What the kernel keeps while the disk is slow; it grants less where net.core.rmem_max is lower. */
    private static final int KERNEL_BYTES = 1 << 20;

    private final DatagramSocket socket;
    private final SyslogListener listener;
    private final int bound;

    DatagramReceiver(ListenerSettings settings, SyslogListener listener) throws IOException {
        this.listener = listener;
        this.bound = settings.messageBytes().toIntExact();
        this.socket = new DatagramSocket(null);
        try {
            socket.setReceiveBufferSize(KERNEL_BYTES);
            socket.bind(settings.listen().socketAddress());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void receive() throws IOException {
        // One byte more than is kept shows that a message was longer.
        DatagramPacket packet = new DatagramPacket(new byte[bound + 1], bound + 1);
        while (!listener.isClosing()) {
            packet.setLength(bound + 1);
            socket.receive(packet);
            @Nullable String sender = listener.allowed(packet.getAddress());
            int length = ends(packet.getData(), Math.min(packet.getLength(), bound));
            if (sender != null && length > 0) {
                listener.takeOrDrop(sender, packet.getData(), length, packet.getLength() > bound);
            }
        }
    }

    private static int ends(byte[] b, int length) {
        int end = length;
        while (end > 0 && (b[end - 1] == '\n' || b[end - 1] == '\r' || b[end - 1] == 0)) {
            end--;
        }
        return end;
    }

    @Override
    public void close() {
        socket.close();
    }
}
