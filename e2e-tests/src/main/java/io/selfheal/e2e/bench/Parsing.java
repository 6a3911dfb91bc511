package io.selfheal.e2e.bench;

import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Lines in memory, parsed as the collector does. Used by one thread. */
final class Parsing {
    private final LineParser parser;
    private final byte[] bytes;
    private final int[] starts;
    private final LogLine line = new LogLine();
    private final Instant readAt;

    /** With ids that begin with this and end with the line's offset. */
    Parsing(ParserSet parsers, String idPrefix, List<String> lines, Instant readAt) {
        this.parser = new LineParser(
                parsers,
                new SourceContext("web1", "/var/log/sample.log", SourceType.AUTO, ZoneId.systemDefault(), true),
                offset -> idPrefix + offset);
        this.readAt = readAt;
        this.bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        this.starts = new int[lines.size() + 1];
        int next = 1;
        for (int i = 0; i < bytes.length && next < starts.length; i++) {
            if (bytes[i] == '\n') {
                starts[next++] = i + 1;
            }
        }
    }

    private ParseResult parse(int number) {
        line.set(bytes, starts[number], starts[number + 1] - starts[number] - 1, starts[number]);
        return parser.parse(line, readAt);
    }

    /** The events among the lines. */
    List<SecurityEvent> events() {
        List<SecurityEvent> events = new ArrayList<>();
        for (int i = 0; i < starts.length - 1; i++) {
            if (parse(i) instanceof ParseResult.Parsed(SecurityEvent event)) {
                events.add(event);
            }
        }
        return events;
    }
}
