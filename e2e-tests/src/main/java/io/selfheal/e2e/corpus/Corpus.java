package io.selfheal.e2e.corpus;

import io.selfheal.collector.parse.SourceType;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Real logs with expected answers that lie beside the checkout, not in it.
 *
 * @param folder where they are
 */
public record Corpus(Path folder) {

    /** The corpus beside this checkout; empty where there is none. */
    public static Optional<Corpus> besideTheCheckout() {
        Path folder = Installation.here().home().resolve("../shared/corpus");
        return Files.isDirectory(folder) ? Optional.of(new Corpus(folder)) : Optional.empty();
    }

    /**
     * A line of a hub's parser tests that must be understood.
     *
     * @param test the test's name
     * @param parser the hub's parser
     * @param type how the hub calls the log
     * @param raw the line
     * @param source the expected source address, canonical
     * @param user the expected user
     */
    public record HubLine(
            String test,
            String parser,
            String type,
            String raw,
            @Nullable String source,
            @Nullable String user) {}

    /**
     * A log of a hub's scenario tests.
     *
     * @param test the test's name
     * @param type how the hub calls the log
     * @param log the file
     * @param expected the addresses that must be flagged, canonical; empty for a log that must stay quiet
     * @param quiet whether nobody at all is expected, neither an address nor anything else
     */
    public record HubScenario(String test, String type, Path log, Set<String> expected, boolean quiet) {}

    /**
     * A request of the Core Rule Set's regression tests as a line of a combined access log.
     *
     * @param rule the rule that it tests
     * @param kind what the rule is about
     * @param level the paranoia level of the rule
     * @param attack whether the rule must match; a near miss otherwise
     * @param line the line
     */
    public record CrsRequest(String rule, String kind, int level, boolean attack, String line) {}

    public List<HubLine> hubLines() throws IOException {
        List<HubLine> lines = new ArrayList<>();
        for (Map<String, Object> line : JsonLines.read(folder.resolve("hub/lines.jsonl"))) {
            if (Boolean.TRUE.equals(line.get("ok"))) {
                lines.add(new HubLine(
                        text(line, "test"),
                        text(line, "node"),
                        text(line, "type"),
                        text(line, "raw"),
                        line.get("source_ip") instanceof String source ? canonical(source) : null,
                        line.get("user") instanceof String user && !user.isEmpty() && !user.equals("-") ? user : null));
            }
        }
        return lines;
    }

    /** The hub's scenarios whose logs are here. */
    public List<HubScenario> hubScenarios() throws IOException {
        List<HubScenario> scenarios = new ArrayList<>();
        for (Map<String, Object> test : JsonLines.read(folder.resolve("hub/scenarios.jsonl"))) {
            Path log = folder.resolve("hub/logs").resolve(text(test, "test") + ".log");
            if (Files.exists(log)) {
                List<Map<?, ?>> expected = JsonLines.objects(test, "expect");
                scenarios.add(new HubScenario(
                        text(test, "test"), text(test, "type"), log, addresses(expected), expected.isEmpty()));
            }
        }
        return scenarios;
    }

    public List<CrsRequest> crsRequests() throws IOException {
        List<CrsRequest> requests = new ArrayList<>();
        for (Map<String, Object> request : JsonLines.read(folder.resolve("crs/requests.jsonl"))) {
            requests.add(new CrsRequest(
                    text(request, "rule"),
                    text(request, "kind"),
                    Integer.parseInt(text(request, "level")),
                    Boolean.TRUE.equals(request.get("attack")),
                    text(request, "line")));
        }
        return requests;
    }

    /** A log of real traffic. */
    public Path traffic(String name) {
        return folder.resolve("traffic").resolve(name);
    }

    /** How to read a log that the hub calls so; told apart line by line where we have no such name. */
    static SourceType sourceType(String hubType) {
        SourceType type = SourceType.parse(hubType);
        return Judged.knows(type) ? type : SourceType.AUTO;
    }

    private static Set<String> addresses(List<Map<?, ?>> expected) {
        Set<String> addresses = new LinkedHashSet<>();
        for (Map<?, ?> expect : expected) {
            if (expect.get("sources") instanceof List<?> sources) {
                for (Object source : sources) {
                    String address = canonical(String.valueOf(source));
                    if (address != null) {
                        addresses.add(address);
                    }
                }
            }
        }
        return addresses;
    }

    private static @Nullable String canonical(String address) {
        IpAddress parsed = IpAddress.tryParse(address);
        return parsed == null ? null : parsed.toString();
    }

    private static String text(Map<String, Object> object, String name) {
        return String.valueOf(object.get(name));
    }
}
