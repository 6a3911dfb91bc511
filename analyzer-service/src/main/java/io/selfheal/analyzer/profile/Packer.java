package io.selfheal.analyzer.profile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the compact binary form of a profile: variable-length numbers (7 bits a byte), bounded texts. */
public final class Packer {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

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
        makeRoom(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
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
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void put(byte b) {
        makeRoom(1);
        bytes[size++] = b;
    }

    private void makeRoom(int wanted) {
        if (bytes.length - size < wanted) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + wanted));
        }
    }
}
