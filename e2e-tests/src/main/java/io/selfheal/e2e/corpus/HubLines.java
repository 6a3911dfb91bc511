package io.selfheal.e2e.corpus;

import io.selfheal.collector.explain.Explainer;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.e2e.corpus.Corpus.HubLine;
import io.selfheal.schemas.net.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether {@code explain} finds source and user in the hub's single lines.
 *
 * @param sources for each of the hub's parsers of promised services: source addresses
 * @param users the same for users
 * @param allSources all of the hub's lines together
 * @param allUsers the same for users
 */
public record HubLines(Map<String, Tally> sources, Map<String, Tally> users, Tally allSources, Tally allUsers) {
    private static final Explainer EXPLAINER = new Explainer(ParserSet.builtIn());

    public static HubLines measure(Corpus corpus) throws IOException {
        HubLines figures = new HubLines(new TreeMap<>(), new TreeMap<>(), new Tally(), new Tally());
        for (HubLine line : corpus.hubLines()) {
            figures.add(line, explain(line));
        }
        return figures;
    }

    /** The promised services together. */
    public Tally source() {
        return sum(sources);
    }

    public Tally user() {
        return sum(users);
    }

    static Tally sum(Map<String, Tally> parts) {
        Tally sum = new Tally();
        parts.values().forEach(sum::add);
        return sum;
    }

    private void add(HubLine line, Map<String, Object> explained) {
        boolean covered = CoveredServices.contains(line);
        if (line.source() != null) {
            String found = JsonLines.text(explained, "event", "source", "ip");
            IpAddress address = found == null ? null : IpAddress.tryParse(found);
            boolean right = address != null && line.source().equals(address.toString());
            String what = "source " + line.source() + ", found " + found(explained, found) + ": " + line.raw();
            allSources.add(right, what);
            if (covered) {
                sources.computeIfAbsent(line.parser(), p -> new Tally()).add(right, what);
            }
        }
        if (line.user() != null) {
            String found = JsonLines.text(explained, "event", "user", "name");
            String what = "user " + line.user() + ", found " + found(explained, found) + ": " + line.raw();
            allUsers.add(line.user().equals(found), what);
            if (covered) {
                users.computeIfAbsent(line.parser(), p -> new Tally())
                        .add(line.user().equals(found), what);
            }
        }
    }

    private static String found(Map<String, Object> explained, @Nullable String found) {
        return found != null ? found : "nothing (" + explained.getOrDefault("reason", explained.get("parser")) + ")";
    }

    private static Map<String, Object> explain(HubLine line) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        EXPLAINER.run(
                "corpus.log",
                new ByteArrayInputStream((line.raw() + "\n").getBytes(StandardCharsets.UTF_8)),
                new PrintStream(json, false, StandardCharsets.UTF_8),
                new Explainer.Options(Corpus.sourceType(line.type()), "host", ZoneOffset.UTC, true, false),
                Instant.now());
        String first = json.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("{}");
        return JsonLines.parse(first);
    }
}
