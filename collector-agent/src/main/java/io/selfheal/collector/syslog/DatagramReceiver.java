package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** Syslog over UDP (RFC 5426): a datagram is a message. */
final class DatagramReceiver implements SyslogListener.Receiver {
    /** What the kernel keeps while the disk is slow; it grants less where net.core.rmem_max is lower. */
    private static final int KERNEL_BYTES = 1 << 20;

    private static final Log LOG = Log.of(DatagramReceiver.class);

    private final DatagramChannel channel;
    private final Selector selector;
    private final SyslogListener listener;
    private final int bound;
    /** One byte more than is kept shows that a message was longer. */
    private final ByteBuffer message;

    DatagramReceiver(ListenerSettings settings, SyslogListener listener) throws IOException {
        this.listener = listener;
        this.bound = settings.messageBytes().toIntExact();
        this.message = ByteBuffer.allocate(bound + 1);
        this.selector = Selector.open();
        this.channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BYTES);
            channel.socket().bind(settings.listen().socketAddress());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void receive() throws IOException {
        while (!listener.isClosing()) {
            selector.select();
            selector.selectedKeys().clear();
            boolean more = true;
            while (more && !listener.isClosing()) {
                more = takeOne();
            }
        }
        long since = System.nanoTime();
        boolean more = true;
        while (more && System.nanoTime() - since < LAST_WORDS.toNanos()) {
            more = takeOne();
        }
    }

    /** Whether there was one. */
    private boolean takeOne() throws IOException {
        message.clear();
        if (!(channel.receive(message) instanceof InetSocketAddress from)) {
            return false;
        }
        @Nullable String sender = listener.allowed(from.getAddress());
        int length = ends(message.array(), Math.min(message.position(), bound));
        if (sender != null && length > 0) {
            listener.takeOrDrop(sender, message.array(), length, message.position() > bound);
        }
        return true;
    }

    @Override
    public void stop() {
        selector.wakeup();
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
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            LOG.warn("a syslog port did not close", "cause", e);
        }
    }
}
