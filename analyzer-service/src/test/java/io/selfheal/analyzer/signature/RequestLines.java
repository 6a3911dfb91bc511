package io.selfheal.analyzer.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** Requests of a test resource: one URL a line, others are comments. */
final class RequestLines {
    private RequestLines() {}

    static Stream<String> of(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(RequestLines.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> line.startsWith("/")).toList().stream();
        }
    }
}
