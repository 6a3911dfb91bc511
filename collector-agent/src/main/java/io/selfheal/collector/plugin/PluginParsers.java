package io.selfheal.collector.plugin;

import io.selfheal.collector.parse.EventIdentity;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.plugin.ParserAnswer;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Asks the parsers of plugins about lines that no parser of ours understood, one after the other. */
public final class PluginParsers {
    /** Nobody is asked. */
    public static final PluginParsers NONE = new PluginParsers(List.of());

    /** A larger one would fill the topic; our own parsers stay far below. */
    private static final int MAX_EVENT = 64 * 1024;

    private static final int MAX_MESSAGE = 2048;
    private static final int MAX_REASON = 100;

    private final List<LoadedPlugin<ParserPlugin>> parsers;

    public PluginParsers(List<LoadedPlugin<ParserPlugin>> parsers) {
        this.parsers = List.copyOf(parsers);
    }

    /**
     * What the plugins make of a line.
     *
     * @param before what our own parsers made of it
     * @param readAt the event's time, unless the plugin reads another one
     */
    public ParseResult parse(
            ParseResult before, LogLine line, SourceContext source, EventIdentity ids, Instant readAt) {
        if (parsers.isEmpty() || !(before instanceof ParseResult.Unparsed)) {
            return before;
        }
        String text = new String(line.bytes(), line.from(), line.length(), StandardCharsets.UTF_8);
        for (LoadedPlugin<ParserPlugin> parser : parsers) {
            Origin origin = origin(parser.id(), text, line, source, ids, readAt);
            try {
                ParserAnswer answer = parser.ask(plugin -> plugin.parse(text, origin));
                switch (answer) {
                    case ParserAnswer.Understood(SecurityEvent event) -> {
                        SecurityEvent ours = event.with(overruled(event.origin(), origin));
                        return Topics.EVENTS.codec().encode(ours).length <= MAX_EVENT
                                ? new ParseResult.Parsed(ours)
                                : new ParseResult.Unparsed("a plugin made too large an event of it");
                    }
                    case ParserAnswer.Ignored(String reason) -> {
                        return new ParseResult.Ignored(parser.id(), Excerpt.of(reason, MAX_REASON));
                    }
                    case ParserAnswer.NotMine n -> {}
                    case null -> {}
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return before;
            }
        }
        return before;
    }

    private static Origin origin(
            String plugin, String text, LogLine line, SourceContext source, EventIdentity ids, Instant readAt) {
        return new Origin(
                ids.idAt(line.offset()),
                Instant.ofEpochMilli(readAt.toEpochMilli()),
                source.host(),
                plugin,
                null,
                0,
                null,
                1,
                null,
                0,
                new LogPosition(source.path(), line.offset(), source.container()),
                source.keepMessage() ? Excerpt.of(text, MAX_MESSAGE) : null);
    }

    /** Whose line it is, is not for a plugin to say: id, host, parser, file, place and text stay ours. */
    private static Origin overruled(Origin theirs, Origin ours) {
        return new Origin(
                ours.id(),
                theirs.time(),
                ours.host(),
                ours.dataset(),
                theirs.source(),
                theirs.sourcePort(),
                null,
                theirs.count(),
                theirs.process(),
                theirs.pid(),
                ours.log(),
                ours.message());
    }
}
