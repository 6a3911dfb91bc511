package io.selfheal.collector.parse;

import org.jspecify.annotations.Nullable;

/**
 * A reusable view of one line in a buffer that the reader owns. The parser reads it during {@code parse} and keeps
 * nothing of it, so the reader may refill the buffer and {@link #set} the view again at once. Not thread-safe.
 */
public final class LogLine {
    /** Longer lines are cut by the reader and marked, see {@link #cut()}. */
    public static final int MAX_BYTES = 64 * 1024;

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private long offset;
    private boolean cut;
    private @Nullable String sender;

    /**
     * Points the view at a whole line.
     *
     * @param buffer where it stands
     * @param start index of its first byte
     * @param length its bytes without the newline
     * @param fileOffset bytes from the file's beginning to its first byte; 0 for the journal
     */
    public LogLine set(byte[] buffer, int start, int length, long fileOffset) {
        return set(buffer, start, length, fileOffset, false);
    }

    /**
     * Points the view at a line.
     *
     * @param wasCut whether the reader cut it at {@link #MAX_BYTES}: its end is then not the end that the daemon
     *     wrote, and parsers that trust the end refuse it
     */
    public LogLine set(byte[] buffer, int start, int length, long fileOffset, boolean wasCut) {
        if (start < 0 || length < 0 || length > buffer.length - start) {
            throw new IllegalArgumentException(
                    "line " + start + "+" + length + " is outside of its buffer of " + buffer.length + " bytes");
        }
        bytes = buffer;
        from = start;
        to = start + length;
        offset = fileOffset;
        cut = wasCut;
        sender = null;
        return this;
    }

    /** Names who said the line, for lines that name no host. */
    public LogLine saidBy(String host) {
        sender = host;
        return this;
    }

    /** Who said the line; null for this node. */
    public @Nullable String sender() {
        return sender;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte. */
    public int from() {
        return from;
    }

    /** Index after the last byte. */
    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public long offset() {
        return offset;
    }

    /** Whether the line was longer than {@link #MAX_BYTES} and its end is missing. */
    public boolean cut() {
        return cut;
    }
}
