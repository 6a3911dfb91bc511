package io.selfheal.analyzer.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the compact binary form of a profile: variable-length numbers (7 bits a byte), bounded texts. */
public final class Packer {
    private byte[] bytes = new byte[256];
    private int size;

    public Packer number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
        return this;
    }

    /** Four bytes as they are: for hashes, which variable-length numbers would make longer. */
    public Packer word(int value) {
        put((byte) (value >>> 24));
        put((byte) (value >>> 16));
        put((byte) (value >>> 8));
        put((byte) value);
        return this;
    }

    /** Cut to the bound that its reader expects. */
    public Packer text(String value, int maxChars) {
        byte[] utf8 =
                (value.length() > maxChars ? value.substring(0, maxChars) : value).getBytes(StandardCharsets.UTF_8);
        return raw(utf8);
    }

    public Packer raw(byte[] value) {
        number(value.length);
        for (byte b : value) {
            put(b);
        }
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void put(byte b) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = b;
    }
}
