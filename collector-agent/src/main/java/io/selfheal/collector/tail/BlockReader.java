package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads files a block at a time into one array and splits it into lines. Nothing is allocated for a line; a file's
 * half-written line is kept aside until its newline comes, at most up to the line bound.
 *
 * <p>Each read begins a few bytes early and compares them with what was there before: a file that was truncated and
 * has already grown beyond the old position is noticed at no cost in system calls.
 */
final class BlockReader {
    /** What a read found. */
    enum Found {
        /** New bytes, and perhaps more. */
        BYTES,
        /** Nothing new. */
        NOTHING,
        /** The file does not hold the bytes read before: truncated, or written anew. */
        REWRITTEN,
        /** The sink is closing. */
        REFUSED
    }

    private final int maxLine;
    /** Where fresh bytes begin in the buffer; a carried line is put right before. */
    private final int base;

    private final byte[] buffer;
    private final ByteBuffer window;
    private final Outlet outlet;

    /**
     * @param maxLine bytes of a line that are kept
     * @param blockBytes how much is read at once
     * @param outlet by which lines are given to sinks
     */
    BlockReader(int maxLine, int blockBytes, Outlet outlet) {
        this.outlet = outlet;
        this.maxLine = maxLine;
        this.base = Context.MAX + maxLine;
        this.buffer = new byte[base + blockBytes];
        this.window = ByteBuffer.wrap(buffer);
    }

    /** Reads the file's next block and gives its whole lines to the sink. */
    Found read(TailedFile file, LineSink sink) throws IOException {
        int contextLength = file.readContext.length();
        int start = base - contextLength;
        window.clear().position(start);
        int read = Math.max(0, file.channel().read(window, file.readTo - contextLength));
        if (read < contextLength || !file.readContext.matches(buffer, start)) {
            return Found.REWRITTEN;
        }
        if (read == contextLength) {
            return contextLength == 0 && file.channel().size() < file.readTo ? Found.REWRITTEN : Found.NOTHING;
        }
        int end = start + read;
        int fresh = read - contextLength;
        boolean overlong = file.readTo - file.lineStart > file.carried;
        file.readTo += fresh;
        file.readContext = Context.before(buffer, start, end);
        return outlet.give(
                () -> overlong ? skipOverlong(file, end, sink) : split(file, start, base - file.carried, end, sink));
    }

    /** Gives the half-written last line of a file that will not grow any more to the sink; false if it refused. */
    boolean finish(TailedFile file, LineSink sink) {
        if (file.carried == 0) {
            return true;
        }
        boolean cut = file.readTo - file.lineStart > file.carried;
        Found given = outlet.give(() -> {
            if (!sink.line(file, file.carry, 0, file.carried, file.lineStart, file.readTo, cut)) {
                return Found.REFUSED;
            }
            file.backTo(file.readTo, file.readContext);
            return Found.BYTES;
        });
        return given != Found.REFUSED;
    }

    /** The line in hand is longer than the bound: drops bytes until its newline. */
    private Found skipOverlong(TailedFile file, int end, LineSink sink) {
        int newline = Bytes.newline(buffer, base, end);
        if (newline < 0) {
            return Found.BYTES;
        }
        long next = file.readTo - (end - newline - 1);
        if (!sink.line(file, file.carry, 0, file.carried, file.lineStart, next, true)) {
            file.backTo(file.lineStart, Context.NONE);
            return Found.REFUSED;
        }
        file.carried = 0;
        return split(file, base, newline + 1, end, sink);
    }

    /**
     * Splits {@code [first, end)}.
     *
     * @param low index from which on the buffer holds the file's bytes without a gap
     */
    private Found split(TailedFile file, int low, int first, int end, LineSink sink) {
        System.arraycopy(file.carry, 0, buffer, base - file.carried, file.carried);
        int contiguous = Math.min(low, first);
        int scan = Math.max(first, base);
        int line = file.carried > 0 ? first : skipNuls(first, end);
        for (int newline = Bytes.newline(buffer, scan, end); newline >= 0; newline = Bytes.newline(buffer, line, end)) {
            long lineStart = file.readTo - (end - line);
            int to = Math.min(newline, line + maxLine);
            long next = file.readTo - (end - newline - 1);
            if (!sink.line(file, buffer, line, to, lineStart, next, to < newline)) {
                file.backTo(lineStart, Context.before(buffer, contiguous, line));
                return Found.REFUSED;
            }
            line = skipNuls(newline + 1, end);
        }
        file.processed(file.readTo - (end - line), Context.before(buffer, contiguous, line));
        keep(file, line, end);
        return Found.BYTES;
    }

    /** Copytruncate under a writer that does not append leaves a hole: NULs that are no part of the line after them. */
    private int skipNuls(int from, int end) {
        int at = from;
        while (at < end && buffer[at] == 0) {
            at++;
        }
        return at;
    }

    private void keep(TailedFile file, int line, int end) {
        int size = Math.min(end - line, maxLine);
        if (file.carry.length < size || (file.carry.length > 4096 && size == 0)) {
            file.carry = new byte[size == 0 ? 0 : Math.min(maxLine, Math.max(512, 2 * size))];
        }
        System.arraycopy(buffer, line, file.carry, 0, size);
        file.carried = size;
        file.lineStart = file.readTo - (end - line);
    }
}
