package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.scan.ByteScan;
import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a stream into lines without copying them one by one. A line longer than {@link LogLine#MAX_BYTES} is cut and
 * marked, its rest skipped. The last line may lack its newline. Not thread-safe.
 */
public final class LineSplitter {
    private final InputStream in;
    private final byte[] buffer = new byte[4 * LogLine.MAX_BYTES];
    private final LogLine line = new LogLine();
    private int from;
    private int to;
    private long offset;

    public LineSplitter(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next line; false at the end.
     *
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
        int end = ByteScan.indexOf(buffer, from, to, '\n');
        if (end < 0) {
            refill();
            end = ByteScan.indexOf(buffer, from, to, '\n');
        }
        if (end < 0 && from == to) {
            return false;
        }
        int lineEnd = end < 0 ? to : end;
        int length = lineEnd - from;
        line.set(buffer, from, Math.min(length, LogLine.MAX_BYTES), offset, length > LogLine.MAX_BYTES);
        int used = end < 0 ? length : length + 1;
        from += used;
        offset += used;
        if (end < 0 && to == buffer.length) {
            skipRest();
        }
        return true;
    }

    /** The line; valid until the next call of {@link #next}. */
    public LogLine line() {
        return line;
    }

    private void refill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        while (to < buffer.length) {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                return;
            }
            to += read;
            if (ByteScan.indexOf(buffer, to - read, to, '\n') >= 0) {
                return;
            }
        }
    }

    /** The line fills the whole buffer: its kept part stays, the rest goes by in the buffer's upper half. */
    private void skipRest() throws IOException {
        int half = buffer.length / 2;
        from = half;
        to = half;
        for (int read = in.read(buffer, half, half); read >= 0; read = in.read(buffer, half, half)) {
            int end = ByteScan.indexOf(buffer, half, half + read, '\n');
            if (end >= 0) {
                offset += end + 1 - half;
                from = end + 1;
                to = half + read;
                return;
            }
            offset += read;
        }
    }
}
