package io.selfheal.collector.parse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.parse.Lines;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Lines that name only their session take the peer from the session's first line, and from no other's. */
class SessionsTest {
    private static final String HEAD = "2026-11-21T10:00:00Z ";

    private final Lines lines = new Lines(SourceType.AUTO);

    @Test
    void aFailureTakesThePeerOfItsOwnSession() {
        begins("ldap-1", 1000, "203.0.113.7");
        begins("ldap-1", 1001, "203.0.113.8");

        assertThat(refused("ldap-1", 1000).source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(refused("ldap-1", 1001).source()).isEqualTo(IpAddress.parse("203.0.113.8"));
    }

    @Test
    void theSameNumberOnAnotherHostIsAnotherSession() {
        begins("ldap-1", 1000, "203.0.113.7");

        assertThat(refused("ldap-2", 1000).source()).isNull();
    }

    @Test
    void theSameNumberOfAnotherProcessIsAnotherSession() {
        begins("ldap-1", 1000, "203.0.113.7");

        assertThat(((Authentication) lines.event(HEAD + "ldap-1 slapd[61]: conn=1000 op=0 RESULT tag=97 err=49 text="))
                        .source())
                .isNull();
    }

    @Test
    void theSameNumberInAnotherContainerIsAnotherSession() {
        lines.parse(journal("aaaaaaaaaaaa", "LOG:  connection received: host=203.0.113.7 port=40000"));
        String failure = "FATAL:  password authentication failed for user \\\"bob\\\"";

        assertThat(lines.event(journal("aaaaaaaaaaaa", failure)).source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(lines.event(journal("bbbbbbbbbbbb", failure)).source()).isNull();
    }

    @Test
    void aNumberThatComesBackHasItsNewPeerAndNotTheOldUser() {
        begins("ldap-1", 1000, "203.0.113.7");
        lines.parse(HEAD + "ldap-1 slapd[60]: conn=1000 op=0 BIND dn=\"cn=bob\" method=128");
        assertThat(refused("ldap-1", 1000).user()).isEqualTo("cn=bob");

        begins("ldap-1", 1000, "203.0.113.9");

        assertThat(refused("ldap-1", 1000).source()).isEqualTo(IpAddress.parse("203.0.113.9"));
        assertThat(refused("ldap-1", 1000).user()).isNull();
    }

    @Test
    void aSessionThatWasSilentForFiveMinutesOfTheLogIsOver() {
        Instant began = Instant.parse("2026-11-21T10:00:00Z");
        Instant last = began.plusMillis(Sessions.LIFE_MILLIS);
        lines.parse(began + " ldap-1 slapd[60]: conn=1000 fd=12 ACCEPT from IP=203.0.113.7:40000 (IP=0.0.0.0:389)");

        assertThat(refusedAt(last + " ldap-1", 1000).source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(refusedAt(last.plusMillis(Sessions.LIFE_MILLIS + 1) + " ldap-1", 1000)
                        .source())
                .isNull();
    }

    @Test
    void onlySoManyAreKnownAndTheLongestSilentIsForgotten() {
        for (int i = 0; i <= Sessions.MOST; i++) {
            begins("ldap-1", 1000 + i, "203.0.113.7");
        }

        assertThat(refused("ldap-1", 1001).source()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(refused("ldap-1", 1000).source()).isNull();
    }

    private void begins(String host, int session, String address) {
        lines.parse(HEAD + host + " slapd[60]: conn=" + session + " fd=12 ACCEPT from IP=" + address
                + ":40000 (IP=0.0.0.0:389)");
    }

    private static String journal(String container, String text) {
        return "{\"__REALTIME_TIMESTAMP\":\"1795255200123456\",\"_HOSTNAME\":\"node-1\",\"_COMM\":\"dockerd\",\"_PID\":\"4711\","
                + "\"CONTAINER_ID\":\"" + container + "\",\"MESSAGE\":\"2026-11-21 10:00:00.123 UTC [55] " + text
                + "\"}";
    }

    private Authentication refused(String host, int session) {
        return refusedAt(HEAD + host, session);
    }

    private Authentication refusedAt(String head, int session) {
        return (Authentication) lines.event(head + " slapd[60]: conn=" + session + " op=0 RESULT tag=97 err=49 text=");
    }
}
