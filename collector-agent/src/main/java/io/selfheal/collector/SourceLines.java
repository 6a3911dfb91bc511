package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.scan.Utf8Scan;
import io.selfheal.collector.plugin.PluginParsers;
import io.selfheal.collector.publish.EventSender;
import io.selfheal.collector.syslog.SpoolPosition;
import io.selfheal.collector.tail.Context;
import io.selfheal.collector.tail.LineSink;
import io.selfheal.collector.tail.LogKey;
import io.selfheal.collector.tail.Progress;
import io.selfheal.collector.tail.RateLimit;
import io.selfheal.collector.tail.TailedFile;
import io.selfheal.schemas.event.SecurityEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of one source: parsed, counted, and those that are events sent on. Under the window's lock. */
final class SourceLines implements LineSink {
    private static final Log LOG = Log.of(SourceLines.class);

    private final SourceMeter meter = new SourceMeter();
    private final LogLine view = new LogLine();
    private final OwnParsers parsers;
    private final SourceContext source;
    private LineParser parser;
    private final EventSender sender;
    private final InstantSource readAt;
    private final PluginParsers plugins;
    private final Limits limits;
    private LogKey key;
    private boolean parserFailed;

    /**
     * A source's own bounds.
     *
     * @param rate lines a second; empty for any
     * @param lineBytes of a line that are kept
     */
    record Limits(Optional<RateLimit> rate, int lineBytes) {
        static final Limits NONE = new Limits(Optional.empty(), LogLine.MAX_BYTES);
    }

    /** @param readAt cheap and coarse: asked for each line */
    SourceLines(
            OwnParsers parsers,
            PluginParsers plugins,
            SourceContext source,
            Limits limits,
            EventSender sender,
            InstantSource readAt) {
        this.limits = limits;
        this.plugins = plugins;
        this.key = LogKey.ofName(source.host(), source.path());
        this.parsers = parsers;
        this.source = source;
        this.parser = parserWith(parsers.current());
        this.sender = sender;
        this.readAt = readAt;
    }

    SourceMeter meter() {
        return meter;
    }

    @Override
    public boolean line(TailedFile file, byte[] bytes, int from, int to, long start, long end, boolean cut) {
        LogKey itsKey = file.key();
        if (itsKey == null) {
            throw new IllegalStateException("a line without an identity");
        }
        key = itsKey;
        limits.rate().ifPresent(rate -> rate.take(1));
        int kept = Math.min(to - from, limits.lineBytes());
        view.set(bytes, from, kept, start, cut || kept < to - from);
        SecurityEvent event = eventOf(view);
        if (event == null) {
            return true;
        }
        boolean whole = end - start == to - from + 1L && bytes[to] == '\n';
        return sent(event, sender.send(event, file, end, whole ? Context.before(bytes, from, to + 1) : Context.NONE));
    }

    @Override
    public long pauseNanos() {
        return limits.rate().map(RateLimit::nanosUntilOne).orElse(0L);
    }

    /** A line of the journal, whose place is its cursor. */
    boolean line(byte[] json, int from, int to, LogKey itsKey, Progress journal, String cursor) {
        if (limits.rate().isPresent() && !limits.rate().get().tryTake()) {
            return false;
        }
        key = itsKey;
        SecurityEvent event = eventOf(view.set(json, from, to - from, 0));
        return event == null || sent(event, sender.send(event, journal, 0, cursor));
    }

    /** A source may be called after a parser that was taken away since: then any format may be in it. */
    private LineParser parserWith(ParserSet set) {
        SourceContext known = set.knows(source.type())
                ? source
                : new SourceContext(
                        source.host(),
                        source.path(),
                        SourceType.AUTO,
                        source.zone(),
                        source.keepMessage(),
                        source.proxies(),
                        source.container());
        return new LineParser(set, known, offset -> key.idAt(offset));
    }

    /** New parsers count from the next line on; what a line became stays. */
    private LineParser parser() {
        ParserSet now = parsers.current();
        if (!now.equals(parser.set())) {
            parser = parserWith(now);
        }
        return parser;
    }

    /** A line of a plugin's source, whose place is its position. */
    boolean line(byte[] bytes, long position, Progress reader) {
        key = LogKey.ofName(source.host(), source.path());
        SecurityEvent event = eventOf(view.set(bytes, 0, bytes.length, position));
        return event == null || sent(event, sender.send(event, reader, 0, Long.toString(position)));
    }

    /** A message from the network, whose place is one in its spool. */
    boolean message(
            byte[] bytes,
            int from,
            int to,
            boolean cut,
            String sender,
            SpoolPosition start,
            SpoolPosition end,
            Progress spool) {
        key = LogKey.ofName(source.host(), source.path() + '/' + start.segment());
        view.set(bytes, from, to - from, start.offset(), cut).saidBy(sender);
        SecurityEvent event = eventOf(view);
        return event == null || sent(event, this.sender.send(event, spool, 0, end));
    }

    private @Nullable SecurityEvent eventOf(LogLine line) {
        Instant at = readAt.instant();
        boolean isText = Utf8Scan.isUtf8(line.bytes(), line.from(), line.to(), line.cut());
        meter.line(at, line.cut(), isText);
        if (line.length() == 0) {
            return null;
        }
        return switch (resultOf(line, at)) {
            case ParseResult.Parsed parsed -> parsed.event();
            case ParseResult.Ignored ignored -> {
                meter.ignored();
                yield null;
            }
            case ParseResult.Unparsed unparsed -> {
                meter.unparsed(at, unparsed, line.bytes(), line.from(), line.to());
                yield null;
            }
        };
    }

    /** A fault of our own costs one line: read again it would fail again, and hold up all that come after it. */
    private ParseResult resultOf(LogLine line, Instant at) {
        try {
            return plugins.parse(parser().parse(line, at), line, source, offset -> key.idAt(offset), at);
        } catch (RuntimeException | StackOverflowError e) {
            if (!parserFailed) {
                LOG.error(
                        "a parser failed on a line; such lines are left out and counted",
                        "in",
                        source.path(),
                        "cause",
                        e);
            }
            parserFailed = true;
            parser = parserWith(parser.set());
            return ParseResult.FAULT;
        }
    }

    private boolean sent(SecurityEvent event, boolean taken) {
        if (taken) {
            meter.event(event);
        } else {
            meter.takeBack();
        }
        return taken;
    }
}
