package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, stamps, journal entries, repetitions, and lines that are damaged. */
class FramingTest {
    private static final String MESSAGE = "Failed password for root from 203.0.113.7 port 5 ssh2";

    private final Lines lines = new Lines(SourceType.AUTO);

    @ParameterizedTest
    @CsvSource({
        "'Nov 21 10:00:00 web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov  2 15:40:14 web-1 sshd[42]: ', 2026-11-02T15:40:14Z, web-1, 42",
        "'Nov 2 15:40:14 web-1 sshd[42]: ', 2026-11-02T15:40:14Z, web-1, 42",
        "'<38>Nov 21 10:00:00 web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 web-1 web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 web-1 sshd: ', 2026-11-21T10:00:00Z, web-1, 0",
        "'Nov 21 10:00:00 sshd[42]: ', 2026-11-21T10:00:00Z, node-1, 42",
        "'2026-11-21T10:00:00+01:00 web-1 sshd-session[42]: ', 2026-11-21T09:00:00Z, web-1, 42",
        "'2026-11-21T10:00:00.123456Z web-1 sshd[42]: ', 2026-11-21T10:00:00.123Z, web-1, 42",
        "'2026-11-21 10:00:00,5 web-1 sshd[42]: ', 2026-11-21T10:00:00.500Z, web-1, 42",
        "'<38>1 2026-11-21T10:00:00.003Z web-1.example.com sshd 42 - - ', 2026-11-21T10:00:00.003Z, web-1.example.com, 42",
        "'<38>1 2026-11-21T10:00:00Z web-1 sshd 42 ID47 [x@1 a=\"b\\\"] c\"] ', 2026-11-21T10:00:00Z, web-1, 42",
        "'<38>1 2026-11-21T10:00:00-0330 - sshd - - - ', 2026-11-21T13:30:00Z, node-1, 0",
        "'Nov 21 2026 10:00:00 web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00.123 web-1 sshd[42]: ', 2026-11-21T10:00:00.123Z, web-1, 42",
        "'Nov 21 10:00:00 web-1 auth.info sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 auth.info sshd[42]: ', 2026-11-21T10:00:00Z, node-1, 42",
        "'Nov 21 10:00:00 <auth.info> web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 <4.6> web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Sat Nov 21 10:00:00 2026 authpriv.info sshd[42]: ', 2026-11-21T10:00:00Z, node-1, 42",
        "'Nov 21 10:00:00 s_src@web-1 sshd[42]: ', 2026-11-21T10:00:00Z, s_src@web-1, 42",
        "'Nov 21 10:00:00 web-1 sshd[42] ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 web-1 /usr/sbin/sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Nov 21 10:00:00 web-1 sshd[42]: [ID 800047 auth.info] ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Sat 2026-11-21 10:00:00 UTC web-1 sshd[42]: ', 2026-11-21T10:00:00Z, web-1, 42",
        "'Sat 2026-11-21 10:00:00.123456 CET web-1 sshd[42]: ', 2026-11-21T10:00:00.123Z, web-1, 42",
        "'Sat 2026-11-21 10:00:00 +0100 web-1 sshd[42]: ', 2026-11-21T09:00:00Z, web-1, 42",
        "'1795255200.123456 web-1 sshd[42]: ', 2026-11-21T10:00:00.123Z, web-1, 42",
        "'1 2026-11-21T10:00:00.003Z web-1 sshd 42 - - ', 2026-11-21T10:00:00.003Z, web-1, 42",
        "'2026-11-21 10:00:00.123456+0100  web-1 sshd[42]: ', 2026-11-21T09:00:00.123Z, web-1, 42",
    })
    void readsEveryFormOfHeader(String header, Instant time, String host, int pid) {
        SecurityEvent event = lines.event(header + MESSAGE);

        assertThat(event.time()).isEqualTo(time);
        assertThat(event.origin().host()).isEqualTo(host);
        assertThat(event.origin().pid()).isEqualTo(pid);
        assertThat(event.source()).hasToString("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:30:00Z, Dec 31 23:59:59, 2025-12-31T23:59:59Z",
        "2026-01-01T00:30:00Z, Jan  1 00:10:00, 2026-01-01T00:10:00Z",
        "2026-12-31T23:50:00Z, Jan  1 00:05:00, 2027-01-01T00:05:00Z",
        "2026-11-21T12:00:00Z, Nov 22 11:00:00, 2026-11-22T11:00:00Z",
        "2026-11-21T12:00:00Z, Nov 23 11:00:00, 2025-11-23T11:00:00Z",
        "2026-11-21T12:00:00Z, Feb 29 10:00:00, 2024-02-29T10:00:00Z",
    })
    void infersTheYearOfStampsThatHaveNone(Instant readAt, String stamp, Instant time) {
        assertThat(parsedAt(readAt, ZoneOffset.UTC, stamp + " web-1 sshd[42]: " + MESSAGE))
                .isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "Jul 21 10:00:00, 2026-07-21T08:00:00Z",
        "Nov 21 10:00:00, 2026-11-21T09:00:00Z",
        "Mar 29 03:30:00, 2026-03-29T01:30:00Z",
    })
    void readsStampsInTheConfiguredZoneWithItsSummerTime(String stamp, Instant time) {
        Instant readAt = Instant.parse("2026-11-21T12:00:00Z");

        assertThat(parsedAt(readAt, ZoneId.of("Europe/Berlin"), stamp + " web-1 sshd[42]: " + MESSAGE))
                .isEqualTo(time);
    }

    private static Instant parsedAt(Instant readAt, ZoneId zone, String text) {
        SourceContext source = new SourceContext("node-1", "/var/log/auth.log", SourceType.SYSLOG, zone, true);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LineParser parser = new LineParser(ParserSet.builtIn(), source, offset -> "id");
        ParseResult result = parser.parse(new LogLine().set(bytes, 0, bytes.length, 0), readAt);
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        SecurityEvent event = ((ParseResult.Parsed) result).event();
        assertThat(event.origin().message()).isEqualTo(text);
        return event.time();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "1, 1", "99999999, 10000", "0, none", "999999999999, none"})
    void countsARepeatedMessageAsOftenAsItSaysWithinABound(String times, String count) {
        ParseResult result =
                lines.parse("Nov 21 10:00:00 web-1 sshd[42]: message repeated " + times + " times: [ " + MESSAGE + "]");

        if (count.equals("none")) {
            assertThat(result).isInstanceOf(ParseResult.Unparsed.class);
        } else {
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ParseResult.Parsed.class,
                            parsed ->
                                    assertThat(parsed.event().origin().count()).isEqualTo(Integer.parseInt(count)));
        }
    }

    @Test
    void readsAJournalEntry() {
        SecurityEvent event = lines.event("{\"__CURSOR\":\"s=1\",\"__REALTIME_TIMESTAMP\":\"1795255200123456\","
                + "\"_HOSTNAME\":\"web-1\",\"_UID\":\"0\",\"_COMM\":\"sshd-session\",\"SYSLOG_IDENTIFIER\":\"sshd-session\","
                + "\"_PID\":\"42\",\"_SYSTEMD_UNIT\":\"ssh.service\",\"MESSAGE\":\"" + MESSAGE + "\"}");

        assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(1795255200123L));
        assertThat(event.origin().host()).isEqualTo("web-1");
        assertThat(event.origin().process()).isEqualTo("sshd-session");
        assertThat(event.origin().pid()).isEqualTo(42);
    }

    @Test
    void readsAJournalMessageThatIsAnArrayOfBytes() {
        byte[] message = "Invalid user \u00fc\u0001 from 203.0.113.7 port 5".getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder numbers = new StringBuilder();
        for (byte b : message) {
            numbers.append(numbers.isEmpty() ? "" : ",").append(b & 0xFF);
        }

        SecurityEvent event =
                lines.event("{\"MESSAGE\":[" + numbers + "],\"__REALTIME_TIMESTAMP\":\"1795255200123456\","
                        + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"_UID\":\"0\"}");

        assertThat(event.user()).isEqualTo("\ufffd\u0001");
        assertThat(event.source()).hasToString("203.0.113.7");
    }

    @Test
    void namesTheCommandWhereAJournalEntryHasNoIdentifier() {
        SecurityEvent event = lines.event("{\"__REALTIME_TIMESTAMP\":\"1795255200123456\",\"_HOSTNAME\":\"web-1\","
                + "\"_COMM\":\"sshd\",\"_PID\":\"42\",\"MESSAGE\":\"" + MESSAGE + "\"}");

        assertThat(event.origin().process()).isEqualTo("sshd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:59:59.123456789Z stdout F %s",
                "2026-11-21T10:59:59.5+01:00 stderr F %s",
                "{'log':'%s\\n','stream':'stdout','time':'2026-11-21T09:59:59.123456789Z'}",
                "{'stream':'stdout','logtag':'F','message':'%s','time':'2026-11-21T09:59:59Z'}",
                "{'container_id':'a1','container_name':'/web','source':'stdout','log':'%s'}",
                "{'@timestamp':'2026-11-21T09:59:59Z','message':'%s','log':{'offset':5,'file':{'path':'/var/log/a'}}}",
                "{'__REALTIME_TIMESTAMP':'1795255200123456','CONTAINER_ID':'a1','SYSLOG_IDENTIFIER':'a1','MESSAGE':'%s'}",
                "Nov 21 10:00:00 web-1 docker/sshd[7]: %s",
                "2026-11-21T09:59:59Z stdout F {'log':'%s\\n','stream':'stdout','time':'2026-11-21T09:59:59Z'}",
            })
    void readsALineInALine(String outer) {
        String inner = "Nov 21 10:00:00 web-1 sshd[42]: " + MESSAGE;
        boolean tagged = outer.startsWith("Nov");

        SecurityEvent event = lines.event(String.format(outer.replace('\'', '"'), tagged ? MESSAGE : inner));

        assertThat(event.source()).hasToString("203.0.113.7");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @Test
    void readsAWebServersLineInAContainersLog() {
        String access =
                "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \\\"GET /a HTTP/1.1\\\" 200 5 \\\"-\\\" \\\"curl\\\"";

        SecurityEvent event =
                lines.event("{\"log\":\"" + access + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-21T10:00:01Z\"}");

        assertThat(event.origin().dataset()).isEqualTo("access");
    }

    @Test
    void joinsThePartsOfALineOfEachStream() {
        String stamp = "2026-11-21T10:00:00Z ";

        assertThat(lines.parse(stamp + "stdout P Nov 21 10:00:00 web-1 sshd[42]: Failed password "))
                .isInstanceOf(ParseResult.Ignored.class);
        assertThat(lines.parse(stamp + "stderr F what is this")).isInstanceOf(ParseResult.Unparsed.class);
        assertThat(lines.parse(stamp + "stdout P for root from 203.0.113.7 ")).isInstanceOf(ParseResult.Ignored.class);
        assertThat(lines.event(stamp + "stdout F port 5 ssh2").user()).isEqualTo("root");
    }

    @Test
    void boundsTheLinesThatItJoins() {
        String part = "2026-11-21T10:00:00Z stdout P " + "x".repeat(60_000);
        for (int i = 0; i < 5; i++) {
            assertThat(lines.parse(part)).isInstanceOf(ParseResult.Ignored.class);
        }

        assertThat(lines.parse("2026-11-21T10:00:00Z stdout F Nov 21 10:00:00 web-1 sshd[42]: " + MESSAGE))
                .isInstanceOf(ParseResult.Unparsed.class);
        assertThat(lines.event("2026-11-21T10:00:00Z stdout F Nov 21 10:00:00 web-1 sshd[42]: " + MESSAGE)
                        .user())
                .isEqualTo("root");
    }

    @Test
    void doesNotBelieveAnOrdinaryUserWhoCallsHimselfSshd() {
        ParseResult result =
                lines.parse("{\"MESSAGE\":\"" + MESSAGE + "\",\"__REALTIME_TIMESTAMP\":\"1795255200123456\","
                        + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"_UID\":\"1000\",\"_COMM\":\"logger\"}");

        assertThat(result).isInstanceOf(ParseResult.Ignored.class);
    }

    @ParameterizedTest
    @CsvSource({"/home/bob/sshd,false", "/usr/bin/python3.13,false", "/usr/lib/openssh/sshd-session,true", ",false"})
    void believesInAUsersSessionOnlyTheFileOfAnInstalledProgram(String file, boolean believed) {
        ParseResult result =
                lines.parse("{\"MESSAGE\":\"" + MESSAGE + "\",\"__REALTIME_TIMESTAMP\":\"1795255200123456\","
                        + (file == null ? "" : "\"_EXE\":\"" + file + "\",") + "\"_SYSTEMD_SLICE\":\"user-1000.slice\","
                        + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"_UID\":\"1000\",\"_COMM\":\"sshd\"}");

        assertThat(result instanceof ParseResult.Parsed).isEqualTo(believed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'_EXE':'/usr/bin/logger','_COMM':'logger','_SYSTEMD_SLICE':'user-1000.slice'", "'_PID':'7'"})
    void readsNothingByItsLooksThatAUserMayHaveWritten(String process) {
        String entry = "{'__REALTIME_TIMESTAMP':'1795255200123456','_UID':'1000'," + process + ",'MESSAGE':'%s'}";

        for (String message : List.of(
                "pam_unix(cockpit:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=203.0.113.7",
                "Nov 21 10:00:00 web-1 " + "sshd[42]: " + MESSAGE)) {
            String line = entry.formatted(message).replace('\'', '"');
            assertThat(lines.parse(line)).isInstanceOf(ParseResult.Ignored.class);
        }
    }

    @Test
    void believesOnlyRootThatALineIsAContainers() {
        String entry = "{'__REALTIME_TIMESTAMP':'1795255200123456','CONTAINER_ID':'a1','_COMM':'logger','_UID':'%s',"
                + "'MESSAGE':'203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \\'GET / HTTP/1.1\\' 404 5'}";
        String line = entry.replace("\\'", "\\\"").replace('\'', '"');

        assertThat(lines.event(line.formatted("0")).source()).hasToString("203.0.113.7");
        assertThat(lines.parse(line.formatted("1000"))).isInstanceOf(ParseResult.Ignored.class);
    }

    @Test
    void keepsBytesThatAreNoUtf8Readable() {
        byte[] line = "Nov 21 10:00:00 web-1 sshd[42]: Invalid user ab\u00ff\u00fecd from 203.0.113.7 port 5"
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(lines.parse(line))
                .isInstanceOfSatisfying(
                        ParseResult.Parsed.class,
                        parsed -> assertThat(parsed.event().user()).isEqualTo("ab\ufffd\ufffdcd"));
    }

    @Test
    void trustsTheStartOfACutLineButNotItsEnd() {
        String sshd = "Nov 21 10:00:00 web-1 sshd[42]: Invalid user x from 10.0.0.1 port 5";
        String access = "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Mozi";

        assertThat(lines.parseCut(sshd)).isInstanceOf(ParseResult.Unparsed.class);
        assertThat(lines.parseCut(access))
                .isInstanceOfSatisfying(
                        ParseResult.Parsed.class,
                        parsed -> assertThat(parsed.event().source()).hasToString("203.0.113.7"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Nov 31 10:00:00 web-1 sshd[42]: '",
        "'Nov 21 24:00:00 web-1 sshd[42]: '",
        "'2026-13-01T10:00:00Z web-1 sshd[42]: '",
        "'2026-02-45T10:00:00Z web-1 sshd[42]: '",
        "'Xyz 21 10:00:00 web-1 sshd[42]: '",
    })
    void refusesStampsThatAreNoTime(String header) {
        assertThat(lines.parse(header + MESSAGE)).isInstanceOf(ParseResult.Unparsed.class);
    }

    @Test
    void ignoresBlankLinesAndProgramsWithoutAParser() {
        assertThat(lines.parse("")).isInstanceOf(ParseResult.Ignored.class);
        assertThat(lines.parse("  \r")).isInstanceOf(ParseResult.Ignored.class);
        assertThat(lines.parse("Nov 21 10:00:00 web-1 CRON[1]: (root) CMD (run)"))
                .isInstanceOf(ParseResult.Ignored.class);
    }
}
