package io.selfheal.collector.tail;

import io.selfheal.agent.unpack.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a tail unpacks rotated logs that are compressed with gzip, zstd, xz or bzip2, as far as they were not read: one
 * after the other, for the memory that it takes, and for a moment at a time, for those that are read meanwhile.
 */
public final class Unpacking {
    private final Path scratch;
    private final long mostBytes;
    private final Duration moment;
    private @Nullable Extractions turn;

    /**
     * Nothing is unpacked yet.
     *
     * @param scratch a folder for what is unpacked
     * @param mostBytes unread bytes that are unpacked of one log at a time: a small file may hold terabytes
     * @param moment how long a log may be unpacked while others wait
     */
    public Unpacking(Path scratch, long mostBytes, Duration moment) {
        this.scratch = scratch;
        this.mostBytes = mostBytes;
        this.moment = moment;
    }

    /** The same for another tail. */
    Unpacking ofAnother() {
        return new Unpacking(scratch, mostBytes, moment);
    }

    Path scratch() {
        return scratch;
    }

    long mostBytes() {
        return mostBytes;
    }

    Duration moment() {
        return moment;
    }

    /** Whether it is this log's turn, now and until it {@link #isOver}. */
    @SuppressWarnings("ReferenceEquality") // the very same is meant
    boolean isTurnOf(Extractions log) {
        turn = turn == null ? log : turn;
        return turn == log;
    }

    /** The log has nothing to unpack any more. */
    @SuppressWarnings("ReferenceEquality") // the very same is meant
    void isOver(Extractions log) {
        turn = turn == log ? null : turn;
    }

    /** The fingerprint of the log in a compressed file; null if there is none in it before it is damaged. */
    static @Nullable Fingerprint fingerprint(Path file) {
        byte[] head = new byte[Fingerprint.MAX];
        int size = 0;
        boolean whole;
        try (InputStream in = open(file)) {
            for (int read = 0; read >= 0 && size < head.length; read = in.read(head, size, head.length - size)) {
                size += read;
            }
            whole = true;
        } catch (IOException e) {
            // Its first line may stand before the damage.
            whole = false;
        }
        return Fingerprint.ofHead(head, size, whole);
    }

    /** Why a file in which no fingerprint was found cannot be unpacked. */
    static String refusal(Path file) {
        try (InputStream in = open(file)) {
            return in.readNBytes(Fingerprint.MAX).length == 0 ? "it is empty" : "its beginning is no line";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** It takes up to 20 MiB of memory while it is open, whatever the file says of itself. */
    static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return Compression.unpacking(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
