package io.selfheal.collector.tail;

import io.selfheal.collector.parse.EventIdentity;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of one log, 128 bits, and the ids of its lines.
 *
 * <p>The key is the SHA-256, cut to 128 bits, of host, device, inode, fingerprint and generation. It is computed once,
 * when the log is first seen, and kept in the checkpoint from before its first line is sent; so it survives a rename, a
 * move to another inode by copytruncate, and a restart. The generation counts up when a truncated file begins with the
 * same first line again. Should the checkpoint be lost, the same file gives the same key and so the same ids.
 *
 * <p>A line's id is the key mixed with the byte offset of its start by MurmurHash3's 64-bit finalizer, a bijection: two
 * lines of one log never share an id.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record LogKey(long high, long low) implements EventIdentity {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    static LogKey of(String host, FileId file, Fingerprint fingerprint, int generation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(host);
            out.writeLong(file.device());
            out.writeLong(file.inode());
            out.writeInt(fingerprint.length());
            out.writeLong(fingerprint.hash());
            out.writeInt(generation);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused bytes", e);
        }
        return digest(bytes.toByteArray());
    }

    /** The key of something that has a name instead of a file, for example a journal. */
    public static LogKey ofName(String host, String name) {
        return digest((host + '\0' + name).getBytes(StandardCharsets.UTF_8));
    }

    private static LogKey digest(byte[] bytes) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new LogKey(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** 32 hexadecimal digits. */
    @Override
    public String idAt(long offset) {
        long first = finish(high + offset * 0x9E3779B97F4A7C15L);
        long second = finish(low ^ Long.rotateLeft(first, 31) ^ offset);
        byte[] text = new byte[32];
        writeHex(first, text, 0);
        writeHex(second, text, 16);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** 32 hexadecimal digits, read back by {@link #parse}. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if the text is not 32 hexadecimal digits
     */
    public static LogKey parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a log key has 32 hexadecimal digits");
        }
        return new LogKey(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    private static void writeHex(long value, byte[] text, int at) {
        for (int i = 0; i < 16; i++) {
            text[at + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }

    private static long finish(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
