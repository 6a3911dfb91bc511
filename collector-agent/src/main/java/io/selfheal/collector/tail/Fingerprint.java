package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A file's first line, at most its first 256 bytes, as a hash. It never changes while a log grows, and differs between
 * two logs that stamp their lines even if the second got the first one's inode.
 *
 * @param length how many bytes were hashed, at least 1
 * @param hash their hash
 */
public record Fingerprint(int length, long hash) {
    static final int MAX = 256;

    public Fingerprint {
        if (length < 1 || length > MAX) {
            throw new IllegalArgumentException(
                    "fingerprint length " + length + " is out of range; allowed: 1 to " + MAX);
        }
    }

    /** The file's fingerprint; null while its first line is neither complete nor 256 bytes long. */
    static @Nullable Fingerprint of(FileChannel channel) throws IOException {
        byte[] head = new byte[MAX];
        return ofHead(head, Context.readFully(channel, head, 0), false);
    }

    /**
     * The fingerprint of a file that begins so.
     *
     * @param finished whether it will not grow any more, so that a first line without an end counts
     */
    static @Nullable Fingerprint ofHead(byte[] head, int size, boolean finished) {
        int newline = Bytes.newline(head, 0, size);
        if (newline >= 0) {
            return of(head, newline + 1);
        }
        return size == MAX || (finished && size > 0) ? of(head, size) : null;
    }

    /** The fingerprint of a file that will not grow any more; null if it is empty. */
    static @Nullable Fingerprint ofFinished(FileChannel channel) throws IOException {
        byte[] head = new byte[MAX];
        return ofHead(head, Context.readFully(channel, head, 0), true);
    }

    boolean standsIn(FileChannel channel) throws IOException {
        byte[] head = new byte[length];
        return Context.readFully(channel, head, 0) == length && Bytes.hash(head, 0, length) == hash;
    }

    private static Fingerprint of(byte[] head, int length) {
        return new Fingerprint(length, Bytes.hash(head, 0, length));
    }
}
