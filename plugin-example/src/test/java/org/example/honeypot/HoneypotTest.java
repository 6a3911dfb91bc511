package org.example.honeypot;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.plugin.ParserAnswer;
import io.selfheal.plugin.PluginContext;
import io.selfheal.plugin.PluginSettings;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin is plain Java: it is tested with new. */
class HoneypotTest {
    private static final Origin ORIGIN =
            new Origin("1", Instant.EPOCH, "web-1", "honeypot", null, 0, null, 1, null, 0, null, null);
    private final HoneypotParser parser = new HoneypotParser();

    private SecurityEvent event(String line) {
        return ((ParserAnswer.Understood) parser.parse(line, ORIGIN)).event();
    }

    @Test
    void readsALogin() {
        // when
        SecurityEvent event = event("2026-03-01T12:00:00Z honeypot login 203.0.113.7 root for ever");

        // then
        assertThat(event.time()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(event.source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(event.user()).isEqualTo("root for ever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " honeypot login", "x honeypot login localhost root", "sshd: honeypot"})
    void leavesOtherLines(String line) {
        assertThat(parser.parse(line, ORIGIN)).isEqualTo(new ParserAnswer.NotMine());
    }

    @Test
    void suspectsWhoTriesAHoneypotAccount() {
        // given
        HoneypotDetector detector = new HoneypotDetector();
        detector.start(new PluginContext(
                "honeypot", new PluginSettings("honeypot", Map.of("accounts", "oracle,ftp-test")), line -> {}));

        // then
        assertThat(detector.judge(event("x honeypot login 203.0.113.7 oracle")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.name()).isEqualTo("honeypot-account");
                    assertThat(found.points()).isEqualTo(25);
                });
        assertThat(detector.judge(event("x honeypot login 203.0.113.7 root"))).isEmpty();
    }
}
