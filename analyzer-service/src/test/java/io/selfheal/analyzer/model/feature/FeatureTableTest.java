package io.selfheal.analyzer.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FeatureTableTest {
    @Test
    void theDocumentHasEveryFeatureInOrder() throws IOException {
        String table = Arrays.stream(Feature.values())
                .map(f -> "| `%s` | %s | %s |"
                        .formatted(f.featureName(), f.unit(), f.scaling().formula()))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("..", "docs", "model.md"))).contains(table);
    }
}
