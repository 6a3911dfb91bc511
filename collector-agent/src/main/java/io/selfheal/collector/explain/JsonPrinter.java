package io.selfheal.collector.explain;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.schemas.codec.Codecs;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One object a line: {@code {"line":1,"parsed":true,"parser":"sshd","event":{…}}} or
 * {@code {"line":2,"parsed":false,"reason":"…"}}; a line that was understood and is no event also names its parser. Attacks
 * in an event follow it: {@code "signatures":[{"id":"…","score":95,"reason":"…","where":"query","excerpt":"…"}]}.
 */
final class JsonPrinter implements ExplainPrinter {
    private final PrintStream out;

    JsonPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void print(long number, LogLine line, ParseResult result, List<Recognised> recognised) {
        switch (result) {
            case ParseResult.Parsed(var event) -> {
                text("{\"line\":" + number + ",\"parsed\":true,\"parser\":\""
                        + event.origin().dataset() + "\",\"event\":");
                out.writeBytes(Codecs.SECURITY_EVENT.encode(event));
                text(recognised.isEmpty() ? "}\n" : ",\"signatures\":" + array(recognised) + "}\n");
            }
            case ParseResult.Ignored(String parser, String reason) ->
                text("{\"line\":" + number + ",\"parsed\":false,\"parser\":\"" + parser + "\",\"reason\":\"ignored: "
                        + escaped(reason) + "\"}\n");
            case ParseResult.Unparsed(String reason) ->
                text("{\"line\":" + number + ",\"parsed\":false,\"reason\":\"" + escaped(reason) + "\"}\n");
        }
    }

    @Override
    public void end() {
        // Each line stands for itself.
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String array(List<Recognised> recognised) {
        return recognised.stream()
                .map(attack -> "{\"id\":\"" + attack.signature() + "\",\"score\":" + attack.score() + ",\"reason\":\""
                        + escaped(attack.reason()) + "\",\"where\":\"" + attack.where() + "\",\"excerpt\":\""
                        + escaped(attack.excerpt()) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
