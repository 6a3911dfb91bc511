package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Measures the parsers on real lines that are not part of this repository; skipped where they are not at hand. */
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");
    private static final Set<String> OURS = Set.of(
            "crowdsecurity/sshd-logs",
            "crowdsecurity/sshd-success-logs",
            "crowdsecurity/nginx-logs",
            "crowdsecurity/iptables-logs",
            "aderumier/proxmox-iptables-logs",
            "fulljackz/proxmox-logs",
            "nicoh88/proxmox-backup-auth-logs",
            "crowdsecurity/modsecurity",
            "crowdsecurity/nginx-proxy-manager-logs",
            "crowdsecurity/traefik-logs");

    private static List<String> lines(String file) throws IOException {
        Path path = CORPUS.resolve(file);
        assumeTrue(Files.isReadable(path), "the evaluation corpus is not here");
        return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
    }

    @Test
    void findsTheRightSourceAndUserInSingleLines() throws IOException {
        Lines parser = new Lines(SourceType.AUTO);
        int cases = 0;
        int sources = 0;
        int users = 0;
        int usersExpected = 0;
        for (String json : lines("hub/lines.jsonl")) {
            Map<String, String> expected = flat(json);
            if (!OURS.contains(expected.get("node")) || !"true".equals(expected.get("ok"))) {
                continue;
            }
            String raw = Objects.requireNonNull(expected.get("raw"));
            ParseResult result = parser.parse(raw);
            Map<String, String> facts =
                    result instanceof ParseResult.Parsed(var event) ? EventFacts.of(event) : Map.of("none", "");
            cases++;
            String source = canonical(expected.get("source_ip"));
            boolean rightSource = source.equals(facts.get("source"));
            String user = expected.getOrDefault("user", "");
            boolean rightUser = user.isEmpty() || user.equals("-") || user.equals(facts.get("user"));
            sources += rightSource ? 1 : 0;
            usersExpected += user.isEmpty() ? 0 : 1;
            users += !user.isEmpty() && rightUser ? 1 : 0;
            if (!rightSource || !rightUser) {
                System.out.println("corpus: wanted " + source + " " + user + " got "
                        + (facts.containsKey("none") ? result : facts) + " from " + raw);
            }
        }
        System.out.printf(
                "corpus lines: %d, right source %d, right user %d of %d%n", cases, sources, users, usersExpected);

        assertThat(sources).isGreaterThanOrEqualTo(cases * 98 / 100);
        assertThat(users).isGreaterThanOrEqualTo(usersExpected * 95 / 100);
    }

    @Test
    void understandsEveryLineOfRealLogs() throws IOException {
        assertThat(unparsed("traffic/sshd.log")).isEmpty();
        assertThat(unparsed("traffic/apache_access.log")).isEmpty();
        assertThat(unparsed("traffic/apache_error.log")).isEmpty();
        assertThat(unparsed("hub/logs/nginx-http-sensitive-files.log")).isEmpty();
    }

    @Test
    void bothWaysAgreeOnEveryLineThereIs() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the evaluation corpus is not here");
        Lines parser = new Lines(SourceType.AUTO);
        try (var files = Files.walk(CORPUS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                    assertThat(parser.parse(bytes)).as(line).isEqualTo(parser.parseByPatterns(bytes));
                }
            }
        }
    }

    private static Map<String, Integer> unparsed(String file) throws IOException {
        Lines parser = new Lines(SourceType.AUTO);
        Map<String, Integer> unparsed = new TreeMap<>();
        for (String line : lines(file)) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            if (parser.parse(bytes) instanceof ParseResult.Unparsed) {
                unparsed.merge(line.replaceAll("\\d+", "N"), 1, Integer::sum);
            }
        }
        return unparsed;
    }

    private static String canonical(@Nullable String address) {
        IpAddress parsed = address == null ? null : IpAddress.tryParse(address);
        return parsed == null ? "" : parsed.toString();
    }

    private static Map<String, String> flat(String json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory()
                .createParser(new String(json.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isStructStart()) {
                    parser.skipChildren();
                } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getText());
                }
            }
        }
        return fields;
    }
}
