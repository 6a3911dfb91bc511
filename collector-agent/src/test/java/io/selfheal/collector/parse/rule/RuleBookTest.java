package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "parsers");

    @Test
    void everyFileOfTheFolderHasItsPlaceInTheOrder() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(FOLDER.resolve("order.txt")));
        }
    }

    @Test
    void sourcesAreCalledAsTheRuleFilesSay() {
        ParserSet parsers = ParserSet.builtIn();

        assertThat(parsers.sourceType("Nginx")).isEqualTo(new SourceType("nginx"));
        assertThat(parsers.sourceType("journald")).isEqualTo(SourceType.JOURNAL);
        assertThatThrownBy(() -> parsers.sourceType("ngnix"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'ngnix' is unknown; allowed: 3proxy, access, ")
                .hasMessageContaining("nginx");
    }
}
