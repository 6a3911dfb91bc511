package io.selfheal.standalone.replay;

import io.selfheal.collector.explain.LineSplitter;
import io.selfheal.collector.parse.EventIdentity;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.node.LogFiles;
import io.selfheal.schemas.event.SecurityEvent;
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
    private final PluginParsers plugins;
    private final SourceContext source;
    private final EventIdentity ids;
    private final Instant readAt;
    private long lines;
    private long unparsed;
    private @Nullable SecurityEvent next;

    private EventFile(
            InputStream in,
            ParserSet parsers,
            PluginParsers plugins,
            SourceContext source,
            EventIdentity ids,
            Instant readAt) {
        this.in = in;
        this.splitter = new LineSplitter(in);
        this.parser = new LineParser(parsers, source, ids);
        this.plugins = plugins;
        this.source = source;
        this.ids = ids;
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
        return open(file, source, parsers, PluginParsers.NONE, number, readAt);
    }

    /** The same, asking plugins about lines that nobody else understood. */
    static EventFile open(
            Path file, SourceContext source, ParserSet parsers, PluginParsers plugins, int number, Instant readAt)
            throws IOException {
        return new EventFile(LogFiles.open(file), parsers, plugins, source, new NumberedIds(number), readAt);
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
            ParseResult ours = parser.parse(splitter.line(), readAt);
            switch (plugins.parse(ours, splitter.line(), source, ids, readAt)) {
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
            throw new UncheckedIOException("cannot read " + source.path() + " to its end: " + e.getMessage(), e);
        }
    }
}
