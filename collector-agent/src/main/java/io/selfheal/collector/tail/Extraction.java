package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.DamagedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One compressed log that is being unpacked, a moment at a time: so that other logs are read meanwhile. What comes out is
 * a file without a name, which has every byte at the offset that it had in the log and holes where it was read before: to
 * whoever reads it, it is the log. Confined to one thread.
 */
final class Extraction implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    /** Null once it is done: what unpacks takes much memory. */
    private @Nullable InputStream packed;

    private final FileChannel channel;
    private final long from;
    private final long last;
    private final byte[] block = new byte[BLOCK];
    private long at;
    private final long packedSize;
    private @Nullable String missing;
    private long missingBytes = Gaps.UNKNOWN;

    private Extraction(InputStream packed, long packedSize, FileChannel channel, long from, long most) {
        this.packed = packed;
        this.packedSize = packedSize;
        this.channel = channel;
        this.from = from;
        this.last = from + most;
    }

    /**
     * Begins with nothing unpacked.
     *
     * @param scratch a folder for what comes out
     * @param from what stands before this offset was read
     * @param most bytes after the offset
     * @throws IOException if the compressed file cannot be opened, or the one in the scratch folder not be made
     */
    static Extraction of(Path file, Path scratch, long from, long most) throws IOException {
        Path named = Files.createTempFile(scratch, "unpacked", null);
        FileChannel channel = FileChannel.open(named, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Files.delete(named);
            return new Extraction(Unpacking.open(file), Files.size(file), channel, from, most);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(named);
            throw e;
        }
    }

    /** Whether all that is wanted is unpacked, or all that can be. */
    boolean isDone() {
        return packed == null;
    }

    /** What was unpacked up to now. */
    FileChannel channel() {
        return channel;
    }

    /** Why the log's end is missing; null if it is whole. */
    @Nullable
    String missing() {
        return missing;
    }

    /**
     * How much is missing at least: lines take more room than what they were compressed to. {@link Gaps#UNKNOWN} if
     * nobody can know.
     */
    long missingBytes() {
        return missingBytes;
    }

    /**
     * Goes on by one block at least.
     *
     * @param pulse is beaten while it does
     * @throws IOException if the scratch file cannot be written
     */
    void goOn(Duration atMost, Pulse pulse) throws IOException {
        long began = System.nanoTime();
        do {
            pulse.beat();
            step();
        } while (packed != null && System.nanoTime() - began < atMost.toNanos());
    }

    private void step() throws IOException {
        InputStream in = packed;
        if (in == null) {
            return;
        }
        int read;
        try {
            read = in.read(block);
        } catch (IOException e) {
            if (e instanceof DamagedException damaged && packedSize > damaged.at()) {
                missingBytes = packedSize - damaged.at();
            }
            end(in, "its compressed file is damaged or cut off (" + e.getMessage() + ")");
            return;
        }
        if (read < 0) {
            end(in, null);
            return;
        }
        long end = at + read;
        write(0, Math.min(end, Fingerprint.MAX));
        write(Math.max(0, from - Context.MAX), Math.min(end, last));
        at = end;
        if (at > last) {
            end(in, "it is larger than limits.unpacked-bytes");
        }
    }

    private void end(InputStream in, @Nullable String why) throws IOException {
        packed = null;
        missing = why;
        in.close();
    }

    /** Writes the part of the block, which begins at {@link #at}, that lies in {@code [from, to)}. */
    private void write(long from, long to) throws IOException {
        int start = (int) Math.max(0, Math.min(block.length, from - at));
        int end = (int) Math.max(start, to - at);
        ByteBuffer buffer = ByteBuffer.wrap(block, start, end - start);
        long place = at + start;
        while (buffer.hasRemaining()) {
            place += channel.write(buffer, place);
        }
    }

    /** Lets go of both files, what was unpacked included. */
    @Override
    public void close() {
        InputStream in = packed;
        packed = null;
        try {
            channel.close();
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // Nobody reads either any more.
            return;
        }
    }
}
