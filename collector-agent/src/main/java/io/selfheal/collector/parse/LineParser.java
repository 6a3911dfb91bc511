package io.selfheal.collector.parse;

import java.time.Instant;

/**
 * Turns the lines of one source into events. Never throws, whatever the bytes; keeps scratch buffers, so it is not
 * thread-safe: one per source.
 */
public final class LineParser {
    private static final ParseResult NO_PARSER = new ParseResult.Unparsed("no parser for this format");

    public LineParser(ParserSet set, SourceContext source, EventIdentity ids) {}

    /**
     * Parses one line.
     *
     * @param line the view; not kept
     * @param readAt when it was read: the year of stamps that have none is chosen so that they are at most a day later
     */
    public ParseResult parse(LogLine line, Instant readAt) {
        return NO_PARSER;
    }
}
