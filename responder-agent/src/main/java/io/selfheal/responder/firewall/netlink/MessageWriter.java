package io.selfheal.responder.firewall.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages one after another: {@code nlmsghdr} (length, type, flags, sequence, port) and {@code
 * nfgenmsg} (family, version, resource) in the machine's byte order, then attributes, whose headers (length, type) are
 * in the machine's order too and whose numbers nf_tables wants in network order. All is aligned to four bytes. The
 * memory is outside the Java heap and is given back by {@link #close()}.
 */
final class MessageWriter implements AutoCloseable {
    private static final int ALIGNED = 3;
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final Arena arena = Arena.ofConfined();
    private MemorySegment memory;
    private ByteBuffer bytes;
    private int message;

    /** @param capacity what is expected, in bytes; it grows when that was too little */
    MessageWriter(int capacity) {
        memory = arena.allocate(capacity, Long.BYTES);
        bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    MemorySegment memory() {
        return memory;
    }

    int length() {
        return bytes.position();
    }

    /** Begins a message; ends with {@link #end()}. */
    void begin(int type, int flags, int sequence, int family, int resource) {
        need(64);
        message = bytes.position();
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0)
                .put((byte) family)
                .put((byte) 0)
                .putShort(network((short) resource));
    }

    void end() {
        bytes.putInt(message, bytes.position() - message);
    }

    /** Adds a flag to the message that was ended last. */
    void addFlag(int flag) {
        bytes.putShort(message + 6, (short) (bytes.getShort(message + 6) | flag));
    }

    /** Opens an attribute that holds attributes; its start goes to {@link #close(int)}. */
    int nest(int type) {
        need(16);
        int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NfTables.NLA_F_NESTED));
        return start;
    }

    void close(int start) {
        bytes.putShort(start, (short) (bytes.position() - start));
    }

    void text(int type, String value) {
        byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        header(type, ascii.length + 1);
        bytes.put(ascii).put((byte) 0);
        pad();
    }

    void number(int type, int value) {
        header(type, Integer.BYTES);
        bytes.putInt(SWAP ? Integer.reverseBytes(value) : value);
    }

    void number(int type, long value) {
        header(type, Long.BYTES);
        bytes.putLong(SWAP ? Long.reverseBytes(value) : value);
    }

    void raw(int type, byte... value) {
        header(type, value.length);
        bytes.put(value);
        pad();
    }

    /** An IPv6 address in two halves. */
    void pair(int type, long high, long low) {
        header(type, 2 * Long.BYTES);
        bytes.putLong(SWAP ? Long.reverseBytes(high) : high).putLong(SWAP ? Long.reverseBytes(low) : low);
    }

    private void header(int type, int length) {
        need(length + 16);
        bytes.putShort((short) (length + 4)).putShort((short) type);
    }

    private void pad() {
        while ((bytes.position() & ALIGNED) != 0) {
            bytes.put((byte) 0);
        }
    }

    private static short network(short value) {
        return SWAP ? Short.reverseBytes(value) : value;
    }

    private void need(int more) {
        if (bytes.remaining() < more) {
            MemorySegment larger = arena.allocate(memory.byteSize() * 2 + more, Long.BYTES);
            MemorySegment.copy(memory, 0, larger, 0, bytes.position());
            ByteBuffer view = larger.asByteBuffer().order(ByteOrder.nativeOrder());
            bytes = view.position(bytes.position());
            memory = larger;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
