package io.selfheal.agent.unpack;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * How a file is compressed, told by its first bytes. What is read may be hostile: memory is bounded whatever a file says
 * of itself, and a damaged one is an IOException. How much comes out is for the reader to bound. Files of several parts
 * one after another are read to the last.
 */
public enum Compression {
    GZIP(".gz", "\u001f\u008b"),
    /** A window of 8 MiB at most (zstd up to -19 without --long). */
    ZSTD(".zst", "(\u00b5/\u00fd"),
    /** A dictionary of 16 MiB at most (xz up to -7). */
    XZ(".xz", "\u00fd7zXZ\0"),
    BZIP2(".bz2", "BZh");

    private static final int BUFFER = 64 * 1024;
    /** xz's decoder and its dictionary. */
    private static final int XZ_KIB = 20 * 1024;

    private final String suffix;
    /** The first bytes, one a character. */
    private final String magic;

    Compression(String suffix, String magic) {
        this.suffix = suffix;
        this.magic = magic;
    }

    /** What names of such files end with, the dot included. */
    public String suffix() {
        return suffix;
    }

    /** By a file's name; empty if it does not end like one of these. */
    public static Optional<Compression> ofName(String name) {
        return Arrays.stream(values())
                .filter(each -> name.endsWith(each.suffix))
                .findFirst();
    }

    /**
     * What was compressed, whatever it was compressed with.
     *
     * @throws IOException if the first bytes are those of none of these
     */
    public static InputStream unpacking(InputStream compressed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(compressed, BUFFER);
        in.mark(BUFFER);
        String head = new String(in.readNBytes(6), StandardCharsets.ISO_8859_1);
        in.reset();
        for (Compression each : values()) {
            if (head.startsWith(each.magic)) {
                return new Guarded(each.open(in));
            }
        }
        throw new IOException("it is not compressed with gzip, zstd, xz or bzip2");
    }

    private InputStream open(BufferedInputStream in) throws IOException {
        try {
            return switch (this) {
                case GZIP -> new GzipParts(in, BUFFER);
                case ZSTD -> new ZstdInputStream(new ZstdWindows(in));
                case XZ -> new XZInputStream(in, XZ_KIB);
                case BZIP2 -> new BZip2CompressorInputStream(in, true);
            };
        } catch (RuntimeException e) {
            throw new IOException("it is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Compresses what is written, with gzip; closing it closes what is below. zstd as Java has it takes twice the room, so
     * that it is only read.
     *
     * @param level 1 to 9
     */
    public OutputStream packing(OutputStream out, int level) throws IOException {
        return switch (this) {
            case GZIP -> new Levelled(out, level);
            case ZSTD, XZ, BZIP2 -> throw new IllegalArgumentException(this + " is only read");
        };
    }

    private static final class Levelled extends GZIPOutputStream {
        Levelled(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }
    }

    /** A decoder that throws something else than an IOException met damaged bytes; one that wants too much says so. */
    private static final class Guarded extends FilterInputStream {
        Guarded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            try {
                return in.read(bytes, from, count);
            } catch (MemoryLimitException e) {
                throw new IOException(
                        "it needs " + (e.getMemoryNeeded() >> 10) + " MiB of memory; allowed: " + (XZ_KIB >> 10)
                                + " MiB",
                        e);
            } catch (RuntimeException e) {
                throw new IOException("it is damaged: " + e.getMessage(), e);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] block = new byte[(int) Math.min(BUFFER, Math.max(0, count))];
            return Math.max(0, read(block, 0, block.length));
        }
    }
}
