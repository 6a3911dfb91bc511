package io.selfheal.analyzer.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link Packer} wrote. Every read is bounded by the bytes that are there.
 *
 * <p>All methods throw IllegalArgumentException when the bytes end early or a number is out of its bound.
 */
public final class Unpacker {
    private final byte[] bytes;
    private int at;

    public Unpacker(byte[] bytes) {
        this.bytes = bytes;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = next();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is longer than 64 bits at byte " + at);
    }

    public int number(int max) {
        long value = number();
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("number " + value + " at byte " + at + "; allowed: 0 to " + max);
        }
        return (int) value;
    }

    public int word() {
        if (bytes.length - at < Integer.BYTES) {
            throw new IllegalArgumentException("the profile ends at byte " + bytes.length);
        }
        int value = (int) Packer.INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    public String text() {
        int length = length();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    public byte[] raw() {
        int length = length();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    private int length() {
        int length = number(bytes.length - at);
        if (length > bytes.length - at) {
            throw new IllegalArgumentException("the profile ends within a text at byte " + at);
        }
        return length;
    }

    public boolean isAtEnd() {
        return at == bytes.length;
    }

    private byte next() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("the profile ends at byte " + at);
        }
        return bytes[at++];
    }
}
