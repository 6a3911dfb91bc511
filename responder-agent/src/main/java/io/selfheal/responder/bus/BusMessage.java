package io.selfheal.responder.bus;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of the bus: of its header what is needed here, and its body as it came. D-Bus Specification, "Message
 * Format" and "Marshaling".
 *
 * @param type {@link #CALL}, {@link #RETURN}, {@link #ERROR} or {@link #SIGNAL}
 * @param path of the object; empty where there is none
 * @param member the signal's or method's name, or the error's; empty where there is none
 * @param replySerial of the call that this answers; 0 where it answers none
 * @param body in the sender's byte order
 */
record BusMessage(int type, String path, String member, int replySerial, ByteBuffer body) {
    static final int CALL = 1;
    static final int RETURN = 2;
    static final int ERROR = 3;
    static final int SIGNAL = 4;

    /** The part of the header that has always the same size: up to and with the length of the fields. */
    static final int FIXED = 16;
    /** Far above what systemd sends of a unit; the specification allows 128 MiB. */
    static final int LARGEST = 1 << 20;

    private static final int VERSION = 1;
    private static final int ALIGNMENT = 8;
    private static final byte PATH = 1;
    private static final byte INTERFACE = 2;
    private static final byte MEMBER = 3;
    private static final byte ERROR_NAME = 4;
    private static final byte REPLY_SERIAL = 5;
    private static final byte DESTINATION = 6;
    private static final byte SIGNATURE = 8;

    /**
     * How many bytes follow the fixed part.
     *
     * @throws IOException if this is the beginning of no message, or of one that is too large
     */
    static int following(ByteBuffer fixed) throws IOException {
        ordered(fixed);
        long body = Integer.toUnsignedLong(fixed.getInt(4));
        long fields = aligned(Integer.toUnsignedLong(fixed.getInt(12)));
        if (fixed.get(3) != VERSION || body + fields > LARGEST) {
            throw new IOException("the bus sent a message of version " + fixed.get(3) + " with " + (body + fields)
                    + " bytes; allowed: version 1, up to " + LARGEST + " bytes");
        }
        return (int) (body + fields);
    }

    /** Reads a whole message, fixed part included. */
    static BusMessage read(ByteBuffer whole) throws IOException {
        ordered(whole);
        int end = FIXED + whole.getInt(12);
        String path = "";
        String member = "";
        int reply = 0;
        try {
            whole.position(FIXED);
            while (whole.position() < end) {
                whole.position((int) aligned(whole.position()));
                byte field = whole.get();
                String signature = text(whole, whole.get());
                switch (signature) {
                    case "o", "s" -> {
                        String value = string(whole);
                        if (field == PATH) {
                            path = value;
                        } else if (field == MEMBER || field == ERROR_NAME) {
                            member = value;
                        }
                    }
                    case "g" -> text(whole, whole.get());
                    case "u" -> {
                        whole.position((whole.position() + 3) & ~3);
                        int value = whole.getInt();
                        reply = field == REPLY_SERIAL ? value : reply;
                    }
                    default -> throw new IOException("the bus sent a header field of type '" + signature + "'");
                }
            }
            whole.position((int) aligned(end));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the bus sent a header that ends too early", e);
        }
        ByteBuffer body = whole.slice().order(whole.order());
        return new BusMessage(whole.get(1), path, member, reply, body);
    }

    /** The body's first value, a text or an object path. */
    String firstText() throws IOException {
        try {
            return string(body.duplicate().order(body.order()));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the bus answered without the text that was asked for", e);
        }
    }

    /**
     * A method call.
     *
     * @param argument the only argument, a text; empty for none
     */
    static ByteBuffer call(
            int serial, String destination, String path, String interfaceName, String member, String argument) {
        ByteBuffer body = buffer(argument.length() * 4 + ALIGNMENT);
        if (!argument.isEmpty()) {
            putString(body, argument);
        }
        body.flip();
        ByteBuffer out = buffer(512 + 4 * (destination.length() + path.length() + interfaceName.length()))
                .put((byte) 'l')
                .put((byte) CALL)
                .put((byte) 0)
                .put((byte) VERSION)
                .putInt(body.remaining())
                .putInt(serial)
                .putInt(0);
        field(out, PATH, "o", path);
        field(out, INTERFACE, "s", interfaceName);
        field(out, MEMBER, "s", member);
        field(out, DESTINATION, "s", destination);
        if (body.hasRemaining()) {
            align(out);
            out.put(SIGNATURE);
            putSignature(out, "g");
            putSignature(out, "s");
        }
        out.putInt(12, out.position() - FIXED);
        align(out);
        ByteBuffer whole = buffer(out.position() + body.remaining());
        return whole.put(out.flip()).put(body).flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void field(ByteBuffer out, byte code, String signature, String value) {
        align(out);
        out.put(code);
        putSignature(out, signature);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        putString(out, value);
    }

    private static void putSignature(ByteBuffer out, String signature) {
        out.put((byte) signature.length())
                .put(signature.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0);
    }

    private static void putString(ByteBuffer out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes).put((byte) 0);
    }

    private static void align(ByteBuffer out) {
        while (out.position() % ALIGNMENT != 0) {
            out.put((byte) 0);
        }
    }

    private static String string(ByteBuffer in) {
        in.position((in.position() + 3) & ~3);
        return text(in, in.getInt());
    }

    private static String text(ByteBuffer in, int length) {
        if (length < 0 || length >= in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes).get();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void ordered(ByteBuffer message) throws IOException {
        message.order(
                switch (message.get(0)) {
                    case 'l' -> ByteOrder.LITTLE_ENDIAN;
                    case 'B' -> ByteOrder.BIG_ENDIAN;
                    default -> throw new IOException("the bus sent something that is no message");
                });
    }
}
