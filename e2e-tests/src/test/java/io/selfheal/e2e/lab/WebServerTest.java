package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Lab(LabKind.NETWORK)
class WebServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static NetworkLab lab;
    private static WebServer web;

    @BeforeAll
    static void start() {
        lab = NetworkLab.open();
        web = WebServer.start(lab.server());
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void anOrdinaryVisitIsInTheAccessLogInCombinedFormat() {
        Finished visit = new Attacker(lab.client()).curl(lab.server().ipv6(), "/about.html", LIMIT, "-A", "Firefox");

        assertThat(visit.output()).isEqualTo("200");
        Awaitility.await()
                .untilAsserted(() -> assertThat(web.accessLog())
                        .content()
                        .containsPattern("(?m)^" + lab.client().ipv6()
                                + " - - \\[[^]]+] \"GET /about.html HTTP/1.1\" 200 \\d+ \"-\" \"Firefox\"$"));
    }

    @ParameterizedTest
    @EnumSource
    void anAttacksPathsReachTheLogAsTheyWereSent(WebAttack attack) {
        assertThat(new Attacker(lab.attacker()).web(attack, lab.server().ipv4(), LIMIT))
                .allMatch(Finished::ok);

        Awaitility.await()
                .untilAsserted(() -> assertThat(web.accessLog())
                        .content()
                        .contains(attack.paths().stream()
                                .map(path -> "\"GET " + path + " HTTP/1.1\"")
                                .toList()));
    }

    @Test
    void aMissingFileIsInTheErrorLog() {
        new Attacker(lab.client()).curl(lab.server().ipv4(), "/no-such-page", LIMIT);

        Awaitility.await()
                .untilAsserted(() -> assertThat(web.errorLog())
                        .content()
                        .contains("no-such-page\" failed (2: No such file or directory), client: "
                                + lab.client().ipv4()));
    }
}
