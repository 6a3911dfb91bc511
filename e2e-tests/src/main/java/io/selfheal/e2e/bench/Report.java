package io.selfheal.e2e.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.e2e.bench.Figure.LeftOut;
import io.selfheal.e2e.bench.Figure.Listed;
import io.selfheal.e2e.bench.Figure.Measured;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The figures as a table for people or as JSON, one object a line. */
final class Report {
    private static final String ROW = "%-52s %14s %14s %7s  %s%n";

    private Report() {}

    static String table(List<Figure> figures) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, ROW, "what", "measured", "budget", "ratio", "method"));
        for (Figure figure : figures) {
            text.append(
                    switch (figure) {
                        case Measured m -> row(m);
                        case LeftOut l -> String.format(Locale.ROOT, ROW, l.what(), "left out", "", "", l.reason());
                        case Listed l -> "";
                    });
        }
        text.append("ratio is measured / budget; ≥ means at least, ≤ at most.\n");
        for (Figure figure : figures) {
            if (figure instanceof Listed(String what, List<String> items) && !items.isEmpty()) {
                text.append('\n').append(what).append(":\n");
                items.forEach(item -> text.append("  ").append(item).append('\n'));
            }
        }
        return text.toString();
    }

    static String json(List<Figure> figures) {
        StringWriter text = new StringWriter();
        for (Figure figure : figures) {
            try (JsonGenerator json =
                    new JsonFactory().createGenerator(text).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                json.writeStartObject();
                json.writeStringField("what", figure.what());
                switch (figure) {
                    case Measured m -> write(json, m);
                    case LeftOut l -> json.writeStringField("left_out", l.reason());
                    case Listed l -> {
                        json.writeArrayFieldStart("listed");
                        for (String item : l.items()) {
                            json.writeString(item);
                        }
                        json.writeEndArray();
                    }
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Measured m) throws IOException {
        json.writeNumberField("measured", m.value());
        json.writeStringField("unit", m.unit());
        switch (m.budget()) {
            case Budget.AtLeast b -> json.writeNumberField("at_least", b.value());
            case Budget.AtMost b -> json.writeNumberField("at_most", b.value());
            case Budget.None n -> json.writeNullField("budget");
        }
        json.writeStringField("method", m.method());
    }

    private static String row(Measured m) {
        String budget =
                switch (m.budget()) {
                    case Budget.AtLeast b -> "≥ " + number(b.value());
                    case Budget.AtMost b -> "≤ " + number(b.value());
                    case Budget.None n -> "";
                };
        String ratio =
                switch (m.budget()) {
                    case Budget.AtLeast b -> String.format(Locale.ROOT, "%.2f", m.value() / b.value());
                    case Budget.AtMost b ->
                        b.value() == 0 ? "" : String.format(Locale.ROOT, "%.2f", m.value() / b.value());
                    case Budget.None n -> "";
                };
        return String.format(
                Locale.ROOT, ROW, m.what() + ", " + m.unit(), number(m.value()), budget, ratio, m.method());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }
}
