package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches, shops, wikis and APIs write odd things into addresses; honest visitors are to be left in peace. */
class BenignRequestsTest {
    /** From here on an assessment is made. */
    private static final int NOTICED = 30;

    private final SignatureMatcher matcher =
            new SignatureMatcher(RuleSet.shipped().signatures());

    static Stream<String> requests() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BenignRequestsTest.class.getResourceAsStream("/benign-requests.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> line.startsWith("/")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bringsNobodyToNotice(String url) {
        String agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

        List<SignatureHit> hits = matcher.match(url, agent, "https://www.example.com" + url);

        assertThat(hits).filteredOn(hit -> hit.signature().score() >= NOTICED).isEmpty();
    }
}
