package io.selfheal.e2e.monitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.selfheal.e2e.fleet.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The services' figures, as docs/monitoring.md lists them, as a service answers them, and as others ask for them. */
public final class Figures {
    private static final Path DOCUMENT = Installation.here().home().resolve("docs/monitoring.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(selfheal_[a-z_]+)` \\|[^|]*\\| ([a-z ]+) \\|");
    private static final Pattern NAME = Pattern.compile("selfheal_[a-z_]+");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^(selfheal_[a-z_]+)[ {]");

    /** What a timer becomes. */
    private static final Pattern OF_A_TIMER = Pattern.compile("_(count|sum|max)$");

    private Figures() {}

    /** The document's names, and since when each is there. */
    public static Map<String, String> documented() throws IOException {
        Map<String, String> all = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCUMENT));
        while (row.find()) {
            all.put(row.group(1), row.group(2));
        }
        return all;
    }

    /** The names that {@code /q/metrics} answers. */
    public static Set<String> exposed(String answer) {
        return names(EXPOSED.matcher(answer), 1);
    }

    /** The names that an expression, or a file of them, asks for. */
    public static Set<String> askedFor(String expression) {
        return names(NAME.matcher(expression), 0);
    }

    private static Set<String> names(Matcher matcher, int group) {
        Set<String> names = new TreeSet<>();
        while (matcher.find()) {
            names.add(OF_A_TIMER.matcher(matcher.group(group)).replaceFirst(""));
        }
        return names;
    }

    /** Every expression of the dashboard that ships. */
    public static List<String> ofTheDashboard() throws IOException {
        List<String> expressions = new ArrayList<>();
        try (JsonParser json = new JsonFactory()
                .createParser(PrometheusServer.SHIPPED
                        .resolve("selfheal-dashboard.json")
                        .toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("expr")) {
                    expressions.add(json.nextTextValue());
                }
            }
        }
        return expressions;
    }
}
