package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks rotated logs that are compressed with gzip, zstd, xz or bzip2, as far as they were not read. What comes out is a file without a
 * name, which has every byte at the offset that it had in the log and holes where it was read before: to whoever reads
 * it, it is the log.
 *
 * @param scratch a folder for those files
 * @param mostBytes unread bytes that are unpacked of one log at a time: a small file may hold terabytes
 */
public record Unpacking(Path scratch, long mostBytes) {
    private static final int BLOCK = 64 * 1024;

    /**
     * An unpacked log.
     *
     * @param missing why its end is missing; null if it is whole
     */
    record Unpacked(FileChannel channel, @Nullable String missing) {}

    /** The fingerprint of the log in a compressed file; null if there is none in it. */
    static @Nullable Fingerprint fingerprint(Path file) {
        try (InputStream in = open(file)) {
            byte[] head = in.readNBytes(Fingerprint.MAX);
            return Fingerprint.ofHead(head, head.length, true);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Unpacks what stands from an offset on.
     *
     * @param most bytes after the offset
     * @param pulse is beaten while it goes on
     * @throws IOException if the compressed file cannot be opened, or the scratch file not be written
     */
    Unpacked unpack(Path file, long from, long most, Pulse pulse) throws IOException {
        Path named = Files.createTempFile(scratch, "unpacked", null);
        FileChannel channel = FileChannel.open(named, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (InputStream in = open(file)) {
            Files.delete(named);
            return new Unpacked(channel, copy(in, channel, from, most, pulse));
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(named);
            throw e;
        }
    }

    /** Why a file in which no fingerprint was found cannot be unpacked. */
    static String refusal(Path file) {
        try (InputStream in = open(file)) {
            return in.read() < 0 ? "it is empty" : "its beginning is no line";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** It takes up to 20 MiB of memory while it is open, whatever the file says of itself. */
    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return Compression.unpacking(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Copies the head and what is wanted; says why the end is missing, if it is. */
    private static @Nullable String copy(InputStream in, FileChannel to, long from, long most, Pulse pulse)
            throws IOException {
        byte[] block = new byte[BLOCK];
        long wanted = Math.max(0, from - Context.MAX);
        long last = from + most;
        long at = 0;
        while (true) {
            pulse.beat();
            int read;
            try {
                read = in.read(block);
            } catch (IOException e) {
                return "its compressed file is damaged or cut off (" + e.getMessage() + ")";
            }
            if (read < 0) {
                return null;
            }
            long end = at + read;
            write(to, block, at, 0, Math.min(end, Fingerprint.MAX));
            write(to, block, at, wanted, Math.min(end, last));
            at = end;
            if (at > last) {
                return "it is larger than limits.unpacked-bytes";
            }
        }
    }

    /** Writes the part of a block that begins at {@code at} which lies in {@code [from, to)}. */
    private static void write(FileChannel channel, byte[] block, long at, long from, long to) throws IOException {
        int start = (int) Math.max(0, Math.min(block.length, from - at));
        int end = (int) Math.max(start, to - at);
        ByteBuffer buffer = ByteBuffer.wrap(block, start, end - start);
        long place = at + start;
        while (buffer.hasRemaining()) {
            place += channel.write(buffer, place);
        }
    }
}
