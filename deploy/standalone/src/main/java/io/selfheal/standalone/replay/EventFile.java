package io.selfheal.standalone.replay;

import io.selfheal.collector.explain.LineSplitter;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.standalone.LogFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log file, in the file's order; {@code .gz} files are unpacked on the way. Holds one
 * buffer of 256 KiB and no more.
 */
public final class EventFile implements Iterator<SecurityEvent>, AutoCloseable {
    private final InputStream in;
    private final LineSplitter splitter;
    private final LineParser parser;
    private final Instant readAt;
    private long lines;
    private long unparsed;
    private @Nullable SecurityEvent next;

    private EventFile(InputStream in, LineParser parser, Instant readAt) {
        this.in = in;
        this.splitter = new LineSplitter(in);
        this.parser = parser;
        this.readAt = readAt;
    }

    /**
     * Opens a file.
     *
     * @param number makes the ids of events unlike those of other files of the same replay
     * @throws IOException if it cannot be read
     */
    public static EventFile open(Path file, SourceContext source, ParserSet parsers, int number, Instant readAt)
            throws IOException {
        String prefix = "replay-" + number + "-";
        return new EventFile(LogFiles.open(file), new LineParser(parsers, source, offset -> prefix + offset), readAt);
    }

    /** Lines read so far. */
    public long lines() {
        return lines;
    }

    /** Lines that no parser understood. */
    public long unparsed() {
        return unparsed;
    }

    @Override
    public boolean hasNext() {
        while (next == null && nextLine()) {
            lines++;
            switch (parser.parse(splitter.line(), readAt)) {
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

    private boolean nextLine() {
        try {
            return splitter.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
