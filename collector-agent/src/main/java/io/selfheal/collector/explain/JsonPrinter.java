package io.selfheal.collector.explain;

import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.schemas.codec.Codecs;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One object a line: {@code {"line":1,"parsed":true,"parser":"sshd","event":{…}}} or
 * {@code {"line":2,"parsed":false,"reason":"…"}}; a line that was understood and is no event also names its parser.
 */
final class JsonPrinter implements ExplainPrinter {
    private final PrintStream out;

    JsonPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void print(long number, LogLine line, ParseResult result) {
        switch (result) {
            case ParseResult.Parsed(var event) -> {
                text("{\"line\":" + number + ",\"parsed\":true,\"parser\":\""
                        + event.origin().dataset() + "\",\"event\":");
                out.writeBytes(Codecs.SECURITY_EVENT.encode(event));
                text("}\n");
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

    /** Reasons are our own words from rule files: quotes are all that may need an escape. */
    private static String escaped(String reason) {
        return reason.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
