package io.selfheal.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassSizeTest {

    private static final int MAX_LINES = 250;
    private static final Path ROOT = Path.of("..");
    private static final Pattern NOT_CODE = Pattern.compile("\\s*(//.*|/?\\*.*|import .*|)");

    @Test
    void noSourceFileHoldsMoreThan250LinesOfCode() throws IOException {
        List<String> large;
        try (Stream<Path> files = Files.walk(ROOT)) {
            large = files.filter(ClassSizeTest::isMainSource)
                    .filter(file -> linesOfCode(file) > MAX_LINES)
                    .map(file -> ROOT.relativize(file) + ": " + linesOfCode(file))
                    .toList();
        }

        assertThat(large)
                .as("a class that is longer does more than one thing: give the second thing its own class and name")
                .isEmpty();
    }

    private static boolean isMainSource(Path file) {
        String path = file.toString();
        return path.contains("/src/main/java/") && path.endsWith(".java") && !path.contains("/target/");
    }

    private static long linesOfCode(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !NOT_CODE.matcher(line).matches()).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
