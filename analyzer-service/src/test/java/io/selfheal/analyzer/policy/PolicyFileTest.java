package io.selfheal.analyzer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.LoginProtection;
import io.selfheal.schemas.policy.NetworkBlocks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void sectionsChangeWhatTheyNameAndLeaveTheRest() throws RuleException {
        PolicyBook book = PolicyBook.defaults();

        PolicyFile.read("p.yaml", bytes("""
                scoring:
                  baseScores: {failed_login_attempt: 15}
                blocking:
                  firstBlock: 1h
                  networks: {membersIpv4: 8}
                  loginProtection: {window: 7d}
                allow:
                  - network: 10.0.0.0/8
                    label: office
                  - network: 203.0.113.9
                    expires: 2026-03-01T13:00:00Z
                """)).forEach(book::apply);

        PolicySnapshot now = book.current();
        assertThat(now.scoring().baseScore(ThreatType.FAILED_LOGIN_ATTEMPT)).isEqualTo(15);
        assertThat(now.scoring().baseScore(ThreatType.CONFIRMED_ATTACK)).isEqualTo(95);
        assertThat(now.blocking().firstBlock()).isEqualTo(Duration.ofHours(1));
        assertThat(now.blocking().blockScore()).isEqualTo(80);
        assertThat(now.blocking().networks()).isEqualTo(new NetworkBlocks(true, 8, 3, Duration.ofHours(24), 24, 64));
        assertThat(now.blocking().protection()).isEqualTo(new LoginProtection(Duration.ofDays(7), 95, 20));
        assertThat(now.isAllowed(IpAddress.parse("10.9.8.7"), NOW)).isTrue();
        assertThat(now.isAllowed(IpAddress.parse("203.0.113.9"), NOW)).isTrue();
        assertThat(now.isAllowed(IpAddress.parse("203.0.113.9"), NOW.plusSeconds(3600)))
                .isFalse();
        assertThat(now.isAllowed(IpAddress.parse("::1"), NOW)).isTrue();
    }

    @Test
    void withoutAllowlistNotEvenLoopbackIsAllowed() {
        assertThat(PolicyBook.withoutAllowlist().current().isAllowed(IpAddress.parse("127.0.0.1"), NOW))
                .isFalse();
    }

    @Test
    void modesScansOffHoursAndTheDenyListAreRead() throws RuleException {
        PolicyBook book = PolicyBook.defaults();
        PolicyFile.read("p.yaml", bytes("""
                scoring:
                  offHours: {factor: 1.5, from: "20:00", to: "06:30", weekends: true, zone: Europe/Berlin}
                blocking: {mode: simulate}
                scanning: {vulnerabilityScan: false, automatic: true, rest: 1d, ownNetworks: [198.51.100.0/24]}
                deny:
                  - network: 198.51.100.0/24
                    label: abuse feed
                    expires: 2026-03-01T13:00:00Z
                """)).forEach(book::apply);

        PolicySnapshot now = book.current();
        assertThat(now.simulates()).isTrue();
        assertThat(now.scanning().quickScan()).isTrue();
        assertThat(now.scanning().vulnerabilityScan()).isFalse();
        assertThat(now.scanning().automatic()).isTrue();
        assertThat(now.scanning().rest()).isEqualTo(Duration.ofDays(1));
        assertThat(now.scanning().isOwn(IpAddress.parse("198.51.100.7"))).isTrue();
        assertThat(now.scanning().isOwn(IpAddress.parse("10.0.0.7"))).isFalse();
        assertThat(now.scoring().offHours().factor()).isEqualTo(1.5);
        IpAddress bad = IpAddress.parse("198.51.100.9");
        assertThat(now.denied().match(bad, NOW)).isNotNull();
        assertThat(now.denied().match(bad, NOW.plusSeconds(3600))).isNull();
        assertThat(now.denied().match(IpAddress.parse("198.51.101.9"), NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scorin: {}                       | p.yaml:1:1: 'scorin' is unknown; allowed: allow, blocking, deny, scanning, scoring",
                "blocking: {blockScore: 101}      | p.yaml:1:24: blockScore '101' is out of range; allowed: 1 to 100",
                "blocking: {firstBlock: 4 hours}  | p.yaml:1:24: firstBlock '4 hours' is no duration",
                "blocking: {firstBlock: 30d}      | out of range; allowed: at least one minute",
                "blocking: {networks: {widestIpv4: 8}} | widestIpv4 '8' is out of range; allowed: 16 to 32",
                "allow: [{network: 10.0.0.1/8}]   | p.yaml:1:19: network '10.0.0.1/8' is no network",
                "scoring: {baseScores: {x: 1}}    | p.yaml:1:24: 'x' is unknown; allowed: confirmed_attack",
                "blocking: {mode: perhaps}        | mode 'perhaps' is no mode; allowed: nodes, off, simulate, ask, act",
                "scoring: {offHours: {factor: 3, from: \"20:00\", to: \"06:00\"}} | offHours.factor 3.0 is out of range; allowed: 1 to 2",
                "scoring: {offHours: {factor: 1.5, from: eight, to: \"06:00\"}} | from 'eight' is wrong; allowed: a time of day",
                "deny: [{network: everybody}]     | network 'everybody' is no network",
                "scoring: [                       | p.yaml:"
            })
    void mistakesAreNamedWithTheirPlace(String yaml, String message) {
        assertThatThrownBy(() -> PolicyFile.read("p.yaml", bytes(yaml)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
