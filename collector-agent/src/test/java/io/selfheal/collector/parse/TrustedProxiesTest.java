package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COL-07: X-Forwarded-For counts from trusted proxies only, and of it only what a trusted proxy wrote. */
class TrustedProxiesTest {
    private static final CidrSet OURS = CidrSet.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8:5::/48"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1      | 203.0.113.7                          | 203.0.113.7",
                "10.0.0.1      | 198.51.100.1, 203.0.113.7            | 203.0.113.7",
                "10.0.0.1      | 198.51.100.1, 203.0.113.7, 10.2.3.4  | 203.0.113.7",
                "10.0.0.1      | 198.51.100.1,203.0.113.7:4711,10.2.3.4 | 203.0.113.7",
                "10.0.0.1      | [2001:db8::7]:443                    | 2001:db8::7",
                "10.0.0.1      | 2001:db8::7, 2001:db8:5::1           | 2001:db8::7",
                "2001:db8:5::9 | 203.0.113.7                          | 203.0.113.7",
                "10.0.0.1      | -                                    | 10.0.0.1",
                "10.0.0.1      | 10.9.9.9                             | 10.9.9.9",
                "10.0.0.1      | 203.0.113.7, ,                       | 203.0.113.7",
            })
    void theRightmostAddressThatIsNoTrustedProxyIsTheClient(String peer, String list, String client) {
        assertThat(sourceOf(OURS, peer, list)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 198.51.100.1",
                "203.0.113.7 | 10.0.0.1",
                "203.0.113.7 | 198.51.100.1, 10.0.0.1",
                "2001:db8::7 | 10.0.0.1",
            })
    void aPeerThatIsNoTrustedProxyIsItselfTheClientWhateverItSays(String peer, String list) {
        assertThat(sourceOf(OURS, peer, list)).isEqualTo(peer);
    }

    @Test
    void withoutTheSettingNobodyIsTrusted() {
        assertThat(sourceOf(CidrSet.EMPTY, "10.0.0.1", "203.0.113.7")).isEqualTo("10.0.0.1");
    }

    @Test
    void aTrustedProxyIsNotToBlameForAClientThatItCannotName() {
        byte[] list = "198.51.100.1, unknown".getBytes(StandardCharsets.US_ASCII);

        assertThat(new TrustedProxies(OURS).client(IpAddress.parse("10.0.0.1"), list, 0, list.length))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"remote_addr\":\"10.0.0.1\",\"http_x_forwarded_for\":\"198.51.100.1, 203.0.113.7\",\"request\":\"GET / HTTP/1.1\",\"status\":200}",
                "{\"request\":{\"remote_ip\":\"10.0.0.1\",\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"X-Forwarded-For\":[\"198.51.100.1, 203.0.113.7\"]}},\"status\":200}",
                "{\"ClientHost\":\"10.0.0.1\",\"RequestMethod\":\"GET\",\"RequestPath\":\"/\",\"DownstreamStatus\":200,\"request_X-Forwarded-For\":\"203.0.113.7\"}",
                "{\"ClientAddr\":\"10.0.0.1:4711\",\"ClientHost\":\"198.51.100.1, 203.0.113.7\",\"RequestMethod\":\"GET\",\"RequestPath\":\"/\",\"DownstreamStatus\":200}",
                "{\"request\":{\"remote_ip\":\"10.0.0.1\",\"client_ip\":\"198.51.100.1\",\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"X-Forwarded-For\":[\"198.51.100.1, 203.0.113.7\"]}},\"status\":200}",
                "{\"request\":{\"remote_ip\":\"10.0.0.1\",\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"X-Forwarded-For\":[\"198.51.100.1\",\"203.0.113.7\"]}},\"status\":200}",
                "2026/11/21 10:00:00.123\tINFO\thttp.log.access.log0\thandled request\t{\"request\":{\"remote_ip\":\"10.0.0.1\",\"client_ip\":\"198.51.100.1\",\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"X-Forwarded-For\":[\"198.51.100.1, 203.0.113.7\"]}},\"status\":200}",
            })
    void theHeaderInJsonCountsToo(String line) {
        assertThat(facts(OURS, line)).containsEntry("source", "203.0.113.7");
        assertThat(facts(CidrSet.EMPTY, line)).containsEntry("source", "10.0.0.1");
    }

    @Test
    void otherTextsBehindTheAgentAreNotTakenForTheHeader() {
        String line =
                "10.0.0.1 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\" \"www.example.com\" 0.1";

        assertThat(facts(OURS, line)).containsEntry("source", "10.0.0.1");
    }

    @Test
    void anAgentInALineOfTraefiksIsNotTakenForTheHeader() {
        String line = "10.0.0.1 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\" \"203.0.113.7\" 1"
                + " \"r@docker\" \"http://192.0.2.3:80\" 0ms";

        assertThat(facts(OURS, line)).containsEntry("source", "10.0.0.1");
    }

    private static String sourceOf(CidrSet trusted, String peer, String list) {
        String line = peer + " - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\" \"" + list
                + "\" rt=0.1";
        return facts(trusted, line).get("source");
    }

    /** Both ways through the parsers must agree. */
    private static Map<String, String> facts(CidrSet trusted, String line) {
        Map<String, String> fast = facts(ParserSet.builtIn(), trusted, line);
        assertThat(facts(ParserSet.builtIn().patternsOnly(), trusted, line)).isEqualTo(fast);
        return fast;
    }

    private static Map<String, String> facts(ParserSet set, CidrSet trusted, String line) {
        SourceContext source = new SourceContext(
                "node-1", "/var/log/a.log", SourceType.AUTO, ZoneOffset.UTC, false, new TrustedProxies(trusted));
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        ParseResult result = new LineParser(set, source, offset -> "id")
                .parse(new LogLine().set(bytes, 0, bytes.length, 0), Lines.READ_AT);
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return EventFacts.of(((ParseResult.Parsed) result).event());
    }
}
