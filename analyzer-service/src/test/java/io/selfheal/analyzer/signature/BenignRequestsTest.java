package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches, shops, wikis and APIs write odd things into addresses; honest visitors are to be left in peace. */
class BenignRequestsTest {
    /** From here on an assessment is made. */
    private static final int NOTICED = 30;
    /** From here on somebody is told. */
    private static final int FLAGGED = 60;

    private static final SignatureMatcher MATCHER =
            new SignatureMatcher(RuleSet.shipped().signatures());

    static Stream<String> requests() throws IOException {
        return RequestLines.of("/benign-requests.txt");
    }

    static Stream<String> lookAlikes() throws IOException {
        return RequestLines.of("/look-alike-requests.txt");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bringsNobodyToNotice(String url) {
        assertThat(hits(url))
                .filteredOn(hit -> hit.signature().score() >= NOTICED)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lookAlikes")
    void flagsNobody(String url) {
        assertThat(hits(url))
                .filteredOn(hit -> hit.signature().score() >= FLAGGED)
                .isEmpty();
    }

    private List<SignatureHit> hits(String url) {
        String agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        return MATCHER.match(url, agent, "https://www.example.com" + url);
    }
}
