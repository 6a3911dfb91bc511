package io.selfheal.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.rule.RuleBook;
import io.selfheal.collector.parse.rule.RuleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/logs.md against the parsers that ship. */
class LogReferenceTest {
    private static final MadeDocument DOCUMENT = new MadeDocument("logs.md");
    private static final String HEAD = """
            | parser | what it reads | programs | types |
            |---|---|---|---|
            """;

    @Test
    void theTableListsTheParsersThatShip() throws IOException {
        String written = DOCUMENT.text();
        int table = written.indexOf(HEAD);
        assertThat(table).as("docs/logs.md has its table").isPositive();
        String expected = written.substring(0, table)
                + HEAD
                + RuleBook.builtIn().files().stream()
                        .sorted(Comparator.comparing(LogReferenceTest::parser))
                        .map(LogReferenceTest::row)
                        .collect(Collectors.joining());

        DOCUMENT.requireIs(expected, LogReferenceTest.class);
    }

    private static String row(RuleFile file) {
        return "| " + parser(file) + " | " + firstSentence(comment(file)).replace("|", "\\|") + " | "
                + names(file.programs()) + " | " + names(file.sources()) + " |\n";
    }

    private static String parser(RuleFile file) {
        return file.name().replaceAll(".*/|\\.yaml$", "");
    }

    private static String names(Collection<String> names) {
        return new TreeSet<>(names)
                .stream()
                        .map(name -> name.equals("*") ? "any" : "`" + name + "`")
                        .collect(Collectors.joining(" "));
    }

    /** What the file says of itself, above its first key. */
    private static String comment(RuleFile file) {
        try (InputStream in = Objects.requireNonNull(
                RuleBook.class.getResourceAsStream("/parsers/" + parser(file) + ".yaml"), file.name())) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String comment = lines.stream()
                    .takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.substring(1).strip())
                    .collect(Collectors.joining(" "));
            assertThat(comment).as("the comment above " + file.name()).isNotBlank();
            return comment;
        } catch (IOException e) {
            throw new AssertionError(file.name(), e);
        }
    }

    /** Up to the first full stop that a new sentence or nothing follows. */
    private static String firstSentence(String text) {
        return text.replaceFirst("(?s)\\.(?: [A-Z\"].*)?$", "");
    }
}
