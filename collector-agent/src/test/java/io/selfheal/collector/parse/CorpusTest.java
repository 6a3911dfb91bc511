package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Puts the parsers to real lines that are not part of this repository; skipped where they are not at hand. Whether
 * sources and users are right is measured in {@code e2e-tests}, through {@code explain}.
 */
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");

    private static List<String> lines(String file) throws IOException {
        Path path = CORPUS.resolve(file);
        assumeTrue(Files.isReadable(path), "the evaluation corpus is not here");
        return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
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
}
