package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes just before an offset, as a hash: whoever has the same bytes there holds the same log. It is how a file
 * that was truncated and has grown past the old offset again is told from one that merely grew, and how a rotated
 * copy is recognised as the continuation of what was read.
 *
 * @param length how many bytes before the offset were hashed, 0 to {@link #MAX}; 0 says nothing
 * @param hash their hash
 */
public record Context(int length, long hash) {
    /** A time stamp and some more: long enough that two logs differ within it. */
    public static final int MAX = 32;

    public static final Context NONE = new Context(0, 0);

    public Context {
        if (length < 0 || length > MAX) {
            throw new IllegalArgumentException("context length " + length + " is out of range; allowed: 0 to " + MAX);
        }
    }

    /** The context at {@code end}, of at most {@link #MAX} bytes that begin not before {@code low}. */
    public static Context before(byte[] bytes, int low, int end) {
        int length = Math.min(MAX, end - low);
        return length <= 0 ? NONE : new Context(length, Bytes.hash(bytes, end - length, length));
    }

    boolean matches(byte[] bytes, int from) {
        return Bytes.hash(bytes, from, length) == hash;
    }

    /** Whether the file is at least {@code offset} bytes long and has these bytes before it. */
    boolean standsIn(FileChannel channel, long offset) throws IOException {
        if (channel.size() < offset) {
            return false;
        }
        byte[] bytes = new byte[length];
        return readFully(channel, bytes, offset - length) == length && matches(bytes, 0);
    }

    /** Reads as many bytes as there are, up to the array's length. */
    static int readFully(FileChannel channel, byte[] bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + buffer.position());
            if (read < 0) {
                break;
            }
        }
        return buffer.position();
    }

    /** Where the last whole line ends; a longer unfinished line than a block is taken as new. */
    static long lastLineEnd(FileChannel channel) throws IOException {
        long size = channel.size();
        byte[] tail = new byte[(int) Math.min(size, 64 * 1024)];
        int read = readFully(channel, tail, size - tail.length);
        for (int at = read - 1; at >= 0; at--) {
            if (tail[at] == '\n') {
                return size - tail.length + at + 1;
            }
        }
        return tail.length < size ? size : 0;
    }
}
