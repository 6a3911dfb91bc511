package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks of all classes, in the disguises that tools and people give them. */
class AttackRequestsTest {
    /** From here on an assessment is made. */
    private static final int NOTICED = 30;

    private static final SignatureMatcher MATCHER =
            new SignatureMatcher(RuleSet.shipped().signatures());

    static Stream<String> requests() throws IOException {
        return RequestLines.of("/attack-requests.txt");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bringsItsSourceToNotice(String url) {
        String agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

        assertThat(MATCHER.match(url, agent, null))
                .anyMatch(hit -> hit.signature().score() >= NOTICED);
    }
}
