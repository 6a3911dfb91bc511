package io.selfheal.responder.bus;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connection to the bus as the user whose process this is. Used by one thread; closed from any.
 *
 * <p>Every method throws {@link IOException} when the bus hangs up or sends what is no message.
 */
final class SystemBus implements AutoCloseable {
    private static final String BUS = "org.freedesktop.DBus";
    private static final String BUS_PATH = "/org/freedesktop/DBus";
    /** As libsystemd does it: the kernel tells the bus who asks. */
    private static final String HANDSHAKE = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

    private static final int LONGEST_LINE = 512;

    private final SocketChannel channel;
    private int serial;

    private SystemBus(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects, and is known to the bus afterwards. */
    static SystemBus open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        SystemBus bus = new SystemBus(channel);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            bus.write(ByteBuffer.wrap(HANDSHAKE.getBytes(StandardCharsets.US_ASCII)));
            String answer = bus.line();
            if (answer.startsWith("DATA")) {
                answer = bus.line();
            }
            if (!answer.startsWith("OK")) {
                throw new IOException("the bus refuses this user: " + answer);
            }
            bus.call(BUS, BUS_PATH, BUS, "Hello", "");
            return bus;
        } catch (IOException e) {
            bus.close();
            throw e;
        }
    }

    /** Has signals sent to this connection that the rule matches (D-Bus Specification, "Match Rules"). */
    void match(String rule) throws IOException {
        call(BUS, BUS_PATH, BUS, "AddMatch", rule);
    }

    /**
     * Calls a method and waits for its answer; signals that come before it are passed over.
     *
     * @param argument its only argument, a text; empty for none
     */
    BusMessage call(String destination, String path, String interfaceName, String member, String argument)
            throws IOException {
        serial++;
        write(BusMessage.call(serial, destination, path, interfaceName, member, argument));
        BusMessage answer = read();
        while (answer.replySerial() != serial) {
            answer = read();
        }
        if (answer.type() == BusMessage.ERROR) {
            throw new IOException(member + " is refused by the bus: " + answer.member());
        }
        return answer;
    }

    /** The next message; waits for it. */
    BusMessage read() throws IOException {
        ByteBuffer fixed = fill(ByteBuffer.allocate(BusMessage.FIXED));
        ByteBuffer whole = ByteBuffer.allocate(BusMessage.FIXED + BusMessage.following(fixed));
        return BusMessage.read(fill(whole.put(fixed.rewind())));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            char next = (char) fill(ByteBuffer.allocate(1)).get(0);
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append(next);
        }
        throw new IOException("the bus greets with more than " + LONGEST_LINE + " bytes");
    }

    private ByteBuffer fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the bus hung up");
            }
        }
        return buffer;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
