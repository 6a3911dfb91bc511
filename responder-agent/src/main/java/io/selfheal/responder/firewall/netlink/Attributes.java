package io.selfheal.responder.firewall.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the attributes in a part of a buffer. What comes from the kernel is still checked: a length that leads
 * out of the part ends the walk.
 */
final class Attributes {
    private static final int HEADER = 4;

    private final ByteBuffer bytes;
    private final int end;
    private int next;
    private int type;
    private int start;
    private int length;

    Attributes(ByteBuffer bytes, int from, int end) {
        this.bytes = bytes;
        this.next = from;
        this.end = Math.min(end, bytes.limit());
    }

    boolean next() {
        if (end - next < HEADER) {
            return false;
        }
        int size = bytes.getShort(next) & 0xffff;
        if (size < HEADER || size > end - next) {
            return false;
        }
        type = bytes.getShort(next + 2) & NfTables.NLA_TYPE_MASK;
        start = next + HEADER;
        length = size - HEADER;
        next += (size + 3) & ~3;
        return true;
    }

    int type() {
        return type;
    }

    int length() {
        return length;
    }

    /** The attributes inside this one. */
    Attributes nested() {
        return new Attributes(bytes, start, start + length);
    }

    /** Without the zero at its end. */
    String text() {
        byte[] all = new byte[length];
        bytes.get(start, all);
        int stop = 0;
        while (stop < all.length && all[stop] != 0) {
            stop++;
        }
        return new String(all, 0, stop, StandardCharsets.UTF_8);
    }

    /** A number of four bytes in network order; 0 when it is shorter. */
    int number() {
        return length < Integer.BYTES ? 0 : network(bytes.getInt(start));
    }

    /** Eight bytes in network order; 0 when it is shorter. */
    long longNumber() {
        return longNumber(0);
    }

    /** Eight bytes in network order from an offset on; 0 when there are fewer. */
    long longNumber(int offset) {
        if (length < offset + Long.BYTES) {
            return 0;
        }
        long value = bytes.getLong(start + offset);
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    private int network(int value) {
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }
}
