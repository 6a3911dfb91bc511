package io.selfheal.standalone.replay;

import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log file, in the file's order; {@code .gz} files are unpacked on the way. Lines of more than 64 KiB
 * are cut as the collector cuts them. Holds one buffer of 256 KiB and no more.
 */
final class EventFile implements Iterator<SecurityEvent>, AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final InputStream in;
    private final LineParser parser;
    private final Instant readAt;
    private final LogLine line = new LogLine();
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private long fileOffset;
    private boolean ended;
    private boolean skipping;
    private long lines;
    private long unparsed;
    private @Nullable SecurityEvent next;

    private EventFile(InputStream in, LineParser parser, Instant readAt) {
        this.in = in;
        this.parser = parser;
        this.readAt = readAt;
    }

    /**
     * Opens a file.
     *
     * @param number makes the ids of events unlike those of other files of the same replay
     * @throws IOException if it cannot be read
     */
    static EventFile open(Path file, SourceContext source, ParserSet parsers, int number, Instant readAt)
            throws IOException {
        InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER) : raw;
        String prefix = "replay-" + number + "-";
        return new EventFile(in, new LineParser(parsers, source, offset -> prefix + offset), readAt);
    }

    long lines() {
        return lines;
    }

    long unparsed() {
        return unparsed;
    }

    @Override
    public boolean hasNext() {
        while (next == null && nextLine()) {
            lines++;
            switch (parser.parse(line, readAt)) {
                case ParseResult.Parsed p -> next = p.event();
                case ParseResult.Ignored i -> {}
                case ParseResult.Unparsed u -> unparsed++;
            }
        }
        return next != null;
    }

    @Override
    public SecurityEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more events in this file");
        }
        SecurityEvent event = next;
        next = null;
        return event;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Points the view at the next line that is not empty; false at the end. */
    private boolean nextLine() {
        while (true) {
            int end = newline();
            if (end < 0 && !ended && to - from < LogLine.MAX_BYTES) {
                fill();
                continue;
            }
            if (end < 0 && from == to) {
                return false;
            }
            int stop = end >= 0 ? end : Math.min(to, from + LogLine.MAX_BYTES);
            int length = Math.min(stop - from, LogLine.MAX_BYTES);
            boolean rest = skipping;
            skipping = end < 0 && !ended;
            line.set(buffer, from, length, fileOffset, skipping || length < stop - from);
            int taken = end >= 0 ? end + 1 - from : stop - from;
            from += taken;
            fileOffset += taken;
            if (!rest && length > 0) {
                return true;
            }
        }
    }

    private int newline() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void fill() {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        try {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                ended = true;
            } else {
                to += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
