package io.selfheal.collector.parse;

import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** Parses single lines for tests, both ways at once. */
public final class Lines {
    public static final Instant READ_AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final ParserSet SET = ParserSet.builtIn();

    private final LineParser fast;
    private final LineParser patterns;
    private final LogLine line = new LogLine();

    public Lines(SourceType type) {
        SourceContext source = new SourceContext("node-1", "/var/log/test.log", type, ZoneOffset.UTC, false);
        fast = new LineParser(SET, source, offset -> "id-" + offset);
        patterns = new LineParser(SET.patternsOnly(), source, offset -> "id-" + offset);
    }

    public ParseResult parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    public ParseResult parse(byte[] bytes) {
        return fast.parse(line.set(bytes, 0, bytes.length, 7), READ_AT);
    }

    public ParseResult parseByPatterns(byte[] bytes) {
        return patterns.parse(line.set(bytes, 0, bytes.length, 7), READ_AT);
    }

    public ParseResult parseCut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return fast.parse(line.set(bytes, 0, bytes.length, 7, true), READ_AT);
    }

    public ParseResult parseByPatterns(String text) {
        return parseByPatterns(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The event of a line that must be one. */
    public SecurityEvent event(String text) {
        return switch (parse(text)) {
            case ParseResult.Parsed(var event) -> event;
            case ParseResult.Ignored i -> throw new AssertionError(i + " for " + text);
            case ParseResult.Unparsed u -> throw new AssertionError(u + " for " + text);
        };
    }
}
