package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/** Parses the lines of a stream and prints what each became and why, and which attacks are in it. */
public final class Explainer {
    private final ParserSet parsers;
    private final UnaryOperator<SecurityEvent> completed;
    private final Function<SecurityEvent, List<Recognised>> recognised;

    public Explainer(ParserSet parsers) {
        this(parsers, UnaryOperator.identity(), event -> List.of());
    }

    /**
     * @param completed adds what is not in the line, for example its source's place
     * @param recognised the attacks in an event, the worst first
     */
    public Explainer(
            ParserSet parsers,
            UnaryOperator<SecurityEvent> completed,
            Function<SecurityEvent, List<Recognised>> recognised) {
        this.parsers = parsers;
        this.completed = completed;
        this.recognised = recognised;
    }

    /**
     * How to read and how to show.
     *
     * @param type which formats to expect
     * @param host the host of lines that name none
     * @param zone the zone of stamps that have none
     * @param json one JSON object a line instead of text
     * @param colour whether text may hold colour codes
     */
    public record Options(SourceType type, String host, ZoneId zone, boolean json, boolean colour) {}

    /**
     * Explains all lines of a stream.
     *
     * @param path the file's name, for the events
     * @param in its bytes; not closed
     * @param out where to print; flushed, not closed
     * @param readAt the present, for stamps without a year
     * @return 0 when everything was read, 1 when reading failed half-way (the exception's message is printed)
     */
    public int run(String path, InputStream in, PrintStream out, Options options, Instant readAt) {
        SourceContext source = new SourceContext(options.host(), path, options.type(), options.zone(), false);
        LineParser parser = new LineParser(parsers, source, offset -> id(options.host(), path, offset));
        ExplainPrinter printer = options.json() ? new JsonPrinter(out) : new TextPrinter(out, options.colour());
        LineSplitter lines = new LineSplitter(in);
        long number = 0;
        try {
            while (lines.next()) {
                number++;
                LogLine line = lines.line();
                explain(number, line, parser.parse(line, readAt), printer);
            }
        } catch (IOException e) {
            System.err.println("selfheal explain: " + path + ": " + e.getMessage());
            return 1;
        } finally {
            printer.end();
            out.flush();
        }
        return out.checkError() ? 1 : 0;
    }

    private void explain(long number, LogLine line, ParseResult result, ExplainPrinter printer) {
        if (result instanceof ParseResult.Parsed(SecurityEvent event)) {
            SecurityEvent whole = completed.apply(event);
            printer.print(number, line, new ParseResult.Parsed(whole), recognised.apply(whole));
        } else {
            printer.print(number, line, result, List.of());
        }
    }

    /** Like the collector's ids a function of host, file and offset, but of the file's name: nothing is stored. */
    private static String id(String host, String path, long offset) {
        CRC32 sum = new CRC32();
        sum.update((host + '\n' + path).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue()) + '-' + Long.toHexString(offset);
    }
}
