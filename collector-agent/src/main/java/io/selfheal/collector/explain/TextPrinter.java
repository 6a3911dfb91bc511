package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.text.Excerpt;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For people: the line, what it became, and a count at the end. What clients wrote is shown harmless. */
final class TextPrinter implements ExplainPrinter {
    private static final int WIDTH = 160;
    private static final int WORD = 80;

    private final PrintStream out;
    private final boolean colour;
    private long events;
    private long ignored;
    private long unparsed;

    TextPrinter(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public void print(long number, LogLine line, ParseResult result, List<Recognised> recognised) {
        String text = new String(line.bytes(), line.from(), line.length(), StandardCharsets.UTF_8);
        out.printf(Locale.ROOT, "%6d  %s%n", number, painted("2", Excerpt.of(text, WIDTH)));
        switch (result) {
            case ParseResult.Parsed(var event) -> {
                events++;
                out.println("        " + painted("32", event.origin().dataset()) + "  " + describe(event));
                recognised.forEach(this::print);
            }
            case ParseResult.Ignored(String parser, String reason) -> {
                ignored++;
                out.println("        " + painted("36", parser) + "  ignored: " + reason);
            }
            case ParseResult.Unparsed(String reason) -> {
                unparsed++;
                out.println("        " + painted("33", "unparsed") + "  " + reason);
            }
        }
    }

    @Override
    public void end() {
        out.printf(
                Locale.ROOT,
                "%d lines: %d events, %d ignored, %d unparsed%n",
                events + ignored + unparsed,
                events,
                ignored,
                unparsed);
    }

    private void print(Recognised attack) {
        out.printf(
                Locale.ROOT,
                "        %s  score %d  %s: %s%n",
                painted("31", attack.signature()),
                attack.score(),
                attack.where(),
                Excerpt.of(attack.excerpt(), WIDTH));
    }

    private String painted(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static String describe(SecurityEvent event) {
        Origin origin = event.origin();
        StringBuilder words = new StringBuilder();
        words.append(event.time()).append("  ").append(event.action().wireName());
        words.append(' ').append(event.outcome().name().toLowerCase(Locale.ROOT));
        word(words, "source", event.source() == null ? null : event.source().toString());
        word(words, "port", origin.sourcePort() == 0 ? null : Integer.toString(origin.sourcePort()));
        Place place = origin.place();
        if (place != null) {
            word(words, "country", place.country());
            word(words, "as", place.asNumber() == 0 ? null : Long.toString(place.asNumber()));
            word(words, "as_organization", place.asOrganization());
        }
        word(words, "user", event.user());
        word(words, "count", origin.count() == 1 ? null : Integer.toString(origin.count()));
        word(words, "host", origin.host());
        switch (event) {
            case Authentication a -> {
                word(words, "service", a.service());
                word(words, "method", a.method());
                word(words, "account", a.invalidUser() ? "unknown" : null);
                word(words, "reason", a.reason());
            }
            case HttpRequest r -> {
                word(words, "request", r.method() + " " + r.url());
                word(words, "status", Integer.toString(r.status()));
                word(words, "agent", r.userAgent());
            }
            case ApplicationError e -> {
                word(words, "level", e.level());
                word(words, "reason", e.reason());
            }
            case NetworkFlow f -> {
                word(
                        words,
                        "to",
                        f.destination() == null ? null : f.destination().toString());
                word(words, "to-port", f.destinationPort() == 0 ? null : Integer.toString(f.destinationPort()));
                word(words, "transport", f.transport());
                word(words, "rule", f.rule());
            }
            case ServiceState s -> {
                word(words, "unit", s.unit());
                word(words, "result", s.result());
            }
            case Report r -> {
                word(words, "threat", r.type().wireName());
                word(words, "rule", r.details().get("rule"));
                word(words, "file", r.details().get("file"));
            }
        }
        return words.toString();
    }

    private static void word(StringBuilder words, String name, @Nullable String value) {
        if (value != null) {
            words.append("  ").append(name).append('=').append(Excerpt.of(value, WORD));
        }
    }
}
