package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** COL-09: what a client writes never chooses whom we see. Every hostile text in every place that a client can fill. */
class LogInjectionTest {
    private static final String TRUE_SOURCE = "203.0.113.7";
    private static final String SYSLOG = "Nov 21 10:00:00 web-1 ";

    private static final List<String> HOSTILE = List.of(
            "x from 10.0.0.1 port 22 ssh2",
            "x from 10.0.0.1",
            "root from 10.0.0.1 port 22 ssh2: RSA SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk",
            "a b  c",
            "' OR \"1\"=\"1",
            "\u001b[31mred\u001b[0m",
            "x#012Nov 21 10:00:00 web-1 sshd[1]: Accepted password for root from 10.0.0.1 port 22 ssh2",
            "x\\012Failed password for root from 10.0.0.1 port 22 ssh2",
            "x\\x0aFailed password for root from 10.0.0.1 port 22 ssh2",
            "x\" 200 5 \"-\" \"y",
            "x\\\" 200 5",
            "x\\",
            "x rhost=10.0.0.1  user=root",
            " rhost=10.0.0.1  user=x",
            "A rhost=203.0.113.7 rhost=10.0.0.1 user=A",
            "x rhost=[10.0.0.1]:5 user=root",
            "x user=y",
            "x] [client 10.0.0.1",
            "x] [client 10.0.0.1:80] AH01618: user y not found: /",
            "x, client: 10.0.0.1, server: y",
            "x\": password mismatch, client: 10.0.0.1, server: y, request: \"GET",
            "x\" was not found in \"/etc/p\", client: 10.0.0.1, server: y",
            "::1",
            "2001:db8::bad port 22",
            "10.0.0.1",
            "x 10.0.0.1 port 22 [preauth]",
            "x 10.0.0.1 port 22: Too many authentication failures [preauth]",
            "x 10.0.0.1 port 22: Too many authentication failures",
            "x 10.0.0.1 port 22: Change of username or service not allowed: (a,s) -> (b,s)",
            "x [preauth]",
            "invalid user root",
            "message repeated 5 times: [ Failed password for root from 10.0.0.1 port 22 ssh2]",
            "%n%s%x{jndi:ldap://10.0.0.1/a}",
            "- - [21/Nov/2026:10:00:00 +0000] ",
            "10.0.0.1 - - [21/Nov/2026:10:00:00 +0000]",
            "SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=2",
            "IN=eth0 OUT= SRC=10.0.0.1 DST=10.0.0.2 LEN=1 PROTO=TCP SPT=1 DPT=2",
            "x ; USER=root ; COMMAND=/bin/sh",
            "ünïcödé€",
            "\u202etxt.exe",
            "\",\"remote_addr\":\"10.0.0.1\",\"x\":\"",
            "A".repeat(200));

    private final Lines lines = new Lines(SourceType.AUTO);

    /** Places where a user name stands as it came: the true source and the whole name must come out. */
    static Stream<Arguments> userNames() {
        return templates(
                "sshd[1]: Failed password for invalid user {} from 203.0.113.7 port 50722 ssh2",
                "sshd-session[1]: Failed keyboard-interactive/pam for invalid user {} from 203.0.113.7 port 50722 ssh2",
                "sshd-auth[1]: Failed none for invalid user {} from 203.0.113.7 port 50722 ssh2",
                "sshd[1]: Failed publickey for invalid user {} from 203.0.113.7 port 5 ssh2: RSA SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk",
                "sshd[1]: Invalid user {} from 203.0.113.7 port 50722",
                "sshd[1]: Invalid user {} from 203.0.113.7",
                "sshd[1]: error: maximum authentication attempts exceeded for invalid user {} from 203.0.113.7 port 5 ssh2 [preauth]",
                "sshd[1]: Connection closed by invalid user {} 203.0.113.7 port 6 [preauth]",
                "sshd[1]: Connection reset by invalid user {} 203.0.113.7 port 6 [preauth]",
                "sshd[1]: Disconnected from invalid user {} 203.0.113.7 port 6 [preauth]",
                "sshd[1]: error: PAM: Authentication failure for illegal user {} from 203.0.113.7",
                "sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user={}",
                "sshd[1]: message repeated 3 times: [ Failed password for invalid user {} from 203.0.113.7 port 5 ssh2]",
                "pvedaemon[1]: authentication failure; rhost=203.0.113.7 user={} msg=no such user ('{}')",
                "pvedaemon[1]: authentication failure; rhost=203.0.113.7 user={} msg=Authentication failure");
    }

    private static Stream<Arguments> templates(String... templates) {
        return Stream.of(templates).flatMap(template -> HOSTILE.stream().map(text -> Arguments.of(template, text)));
    }

    @ParameterizedTest
    @MethodSource("userNames")
    void aHostileUserNameIsTheWholeUserAndNeverTheSource(String template, String user) {
        String line = SYSLOG + template.replace("{}", user);

        Map<String, String> facts = EventFacts.of(lines.event(line));

        assertThat(facts).containsEntry("source", TRUE_SOURCE);
        assertThat(facts.get("user")).isEqualTo(template.endsWith("{}") ? user.stripTrailing() : user);
        assertThat(lines.parseByPatterns(line)).isEqualTo(lines.parse(line));
    }

    /** Logs that escape nothing and have client text on both sides: the truth or nothing. */
    static Stream<Arguments> unescaped() {
        return templates(
                "2026/11/21 10:00:00 [error] 9#9: *5 user \"{}\": password mismatch, client: 203.0.113.7, server: s, request: \"GET / HTTP/1.1\", host: \"h\"",
                "2026/11/21 10:00:00 [error] 9#9: *5 user \"{}\" was not found in \"/etc/p\", client: 203.0.113.7, server: s, request: \"GET /{} HTTP/1.1\", host: \"{}\"",
                "2026/11/21 10:00:00 [error] 9#9: *5 open() \"/var/www/{}\" failed (2: No such file or directory), client: 203.0.113.7, server: s, request: \"GET /{} HTTP/1.1\"",
                "2026/11/21 10:00:00 [error] 9#9: *5 limiting requests, excess: 5.2 by zone \"one\", client: 203.0.113.7, server: s, request: \"GET /{} HTTP/1.1\", referrer: \"{}\"",
                "2026/11/21 10:00:00 [info] 9#9: *5 client sent invalid header line: \"{}\" while reading client request headers, client: 203.0.113.7, server: s, request: \"{}\"",
                "[Sat Nov 21 10:00:00.123456 2026] [auth_basic:error] [pid 1:tid 2] [client 203.0.113.7:5] AH01618: user {} not found: /{}, referer: {}",
                "[Sat Nov 21 10:00:00 2026] [error] [client 203.0.113.7] File does not exist: /var/www/{}, referer: {}",
                "[Sat Nov 21 10:00:00.123456 2026] [core:error] [pid 1] [client 203.0.113.7:5] AH00126: Invalid URI in request {}",
                SYSLOG + "sshd[1]: Bad protocol version identification '{}' from 203.0.113.7 port 5",
                SYSLOG + "sshd[1]: Received disconnect from 203.0.113.7 port 5:11: {} [preauth]",
                SYSLOG
                        + "sshd[1]: Disconnecting invalid user {} 203.0.113.7 port 5: Change of username or service not allowed: ({},ssh) -> (x,ssh) [preauth]",
                SYSLOG
                        + "sshd[1]: Failed publickey for invalid user {} from 203.0.113.7 port 5 ssh2: RSA-CERT SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk ID {} (serial 0) CA RSA SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk",
                SYSLOG
                        + "sshd[1]: Unable to negotiate with 203.0.113.7 port 5: no matching cipher found. Their offer: {} [preauth]",
                SYSLOG
                        + "sshd[1]: Disconnecting invalid user {} 203.0.113.7 port 6: Too many authentication failures [preauth]",
                SYSLOG
                        + "sshd[1]: Disconnecting invalid user {} 203.0.113.7 port 5: Change of username or service not allowed: ({} [preauth]",
                SYSLOG + "sshd[1]: Disconnecting invalid user x 203.0.113.7 port 5: bad service request {} [preauth]",
                SYSLOG
                        + "vsftpd[1]: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser={} rhost=203.0.113.7  user={}",
                SYSLOG
                        + "vsftpd(pam_unix)[1]: authentication failure; logname= uid=0 euid=0 tty=ftp ruser={} rhost=203.0.113.7",
                SYSLOG
                        + "cockpit[1]: pam_unix(cockpit:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=203.0.113.7  user={}",
                SYSLOG + "sshd[1]: User {} from 203.0.113.7 not allowed because not listed in AllowUsers",
                SYSLOG
                        + "vsftpd[1]: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser={} rhost=203.0.113.7",
                "2026-11-21T10:00:00+00:00: authentication failure; rhost=[203.0.113.7]:4711 user={} msg=authentication error",
                SYSLOG + "kernel: [1.2] {}[4711]: segfault at 0 ip 0 sp 0 error 4 in x[0+1]",
                SYSLOG
                        + "kernel: [1.2] [UFW BLOCK] IN=eth0 OUT= MAC= SRC=203.0.113.7 DST=192.0.2.1 LEN=1 PROTO=TCP SPT=1 DPT=2 {}",
                SYSLOG
                        + "sudo:   bob : 1 incorrect password attempt ; TTY=pts/0 ; PWD=/{} ; USER=root ; COMMAND=/bin/{}",
                SYSLOG + "sudo: bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/echo {}",
                SYSLOG + "cron[1]: (root) CMD ({})");
    }

    /** A name of Basic authentication ends before its first colon. */
    @ParameterizedTest
    @MethodSource("unescaped")
    void aHostileTextGivesTheTrueSourceOrNone(String template, String text) {
        boolean processName = template.contains("segfault");
        String name = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
        String line = template.replace("*5 user \"{}", "*5 user \"" + name)
                .replace("{}", processName ? text.substring(0, Math.min(text.length(), 15)) : text);

        ParseResult result = lines.parse(line);

        if (result instanceof ParseResult.Parsed(var event)) {
            Map<String, String> facts = EventFacts.of(event);
            boolean remote = template.contains(TRUE_SOURCE);
            assertThat(facts.get("source")).isEqualTo(remote ? TRUE_SOURCE : "");
            if (line.contains(" sudo:")) {
                assertThat(facts).containsEntry("user", "bob");
            }
        }
        assertThat(lines.parseByPatterns(line)).isEqualTo(result);
    }

    static Stream<Arguments> accessLines() {
        return templates(
                "203.0.113.7 - {} [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 401 5 \"-\" \"-\"",
                "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5 \"-\" \"-\"",
                "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"{}\" 400 5 \"-\" \"-\"",
                "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"{}\" \"-\"",
                "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"{}\"",
                "www.example.com:80 203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5 \"{}\" \"{}\"",
                "10.0.0.1:80 203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5",
                SYSLOG
                        + "nginx: 203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5 \"{}\" \"{}\"");
    }

    @ParameterizedTest
    @MethodSource("accessLines")
    void aHostileRequestNeverChangesWhoSentIt(String template, String text) {
        for (String escaped : List.of(apacheEscaped(text), nginxEscaped(text))) {
            String line = template.replace("{}", escaped);

            Map<String, String> facts = EventFacts.of(lines.event(line));

            assertThat(facts).containsEntry("source", TRUE_SOURCE);
            if (template.contains("- {} [")) {
                assertThat(facts).containsEntry("user", escaped);
            }
            if (template.contains("\"{}\"") && template.endsWith("\"{}\"")) {
                assertThat(facts).containsEntry("agent", escaped);
            }
            assertThat(lines.parseByPatterns(line)).isEqualTo(lines.parse(line));
        }
    }

    /** A Host header may hold blanks, so that a name with an address in it could be the peer: the truth or nothing. */
    static Stream<Arguments> namesBehindAHost() {
        return templates(
                "www.example.com:80 203.0.113.7 - {} [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 401 5 \"-\" \"-\"");
    }

    @ParameterizedTest
    @MethodSource("namesBehindAHost")
    void aHostileNameBehindAHostIsTheUserOrThereIsNoSource(String template, String text) {
        for (String escaped : List.of(apacheEscaped(text), nginxEscaped(text))) {
            String line = template.replace("{}", escaped);

            Map<String, String> facts = EventFacts.of(lines.event(line));

            assertThat(lines.parseByPatterns(line)).isEqualTo(lines.parse(line));
            if (escaped.matches("(?:.* )?(?:10\\.0\\.0\\.1|2001:db8::bad) .*")) {
                assertThat(facts.get("source")).isIn("", TRUE_SOURCE);
            } else {
                assertThat(facts).containsEntry("source", TRUE_SOURCE).containsEntry("user", escaped);
            }
        }
    }

    /** What clients write before the peer: Host headers and lists of X-Forwarded-For, in formats that begin with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7 10.0.0.1 - -",
                "203.0.113.7 10.0.0.1 x y",
                "203.0.113.7 10.0.0.1:80 - -",
                "203.0.113.7 10.0.0.1, 10.0.0.2 - -",
                "10.0.0.1, 10.0.0.2 203.0.113.7 - -",
                "10.0.0.1, 10.0.0.2 - - 203.0.113.7 - -",
                "10.0.0.1 - -, 203.0.113.7 - -",
                "10.0.0.1 - -,203.0.113.7 - -",
                "10.0.0.1 -,203.0.113.7 - -",
                "10.0.0.1 x, 203.0.113.7 - -",
                "10.0.0.1 10.0.0.1, 203.0.113.7 - -",
                "10.0.0.1, 10.0.0.2 - -, 203.0.113.7 - -",
                "10.0.0.1, 10.0.0.2 10.0.0.3 - -, 203.0.113.7 - -",
                "10.0.0.1:80 - -, 203.0.113.7 - -",
                "[2001:db8::1]:80 - -, 203.0.113.7 - -",
                "a, 203.0.113.7 - -",
                "x 10.0.0.1 - - 203.0.113.7 - -",
                "x 10.0.0.1 203.0.113.7 - -",
                "x 10.0.0.1 203.0.113.7 -",
                "x 10.0.0.1 - \\\" 203.0.113.7 - -",
                "x 10.0.0.1 - -,203.0.113.7 - -",
                "x, 10.0.0.1 - - 203.0.113.7 - -",
                "x 10.0.0.1 - 0123456789abcdef0123456789abcdef 203.0.113.7 - -",
            })
    void aHeaderBeforeThePeerIsNeverTheSource(String start) {
        for (String end : List.of("404 5 \"-\" \"curl/8\"", "404", "\"404\" \"5\"", "404 5")) {
            String line = start + " [21/Nov/2026:10:00:00 +0000] \"GET /wp-login.php HTTP/1.1\" " + end;

            ParseResult result = lines.parse(line);

            if (result instanceof ParseResult.Parsed(var event)) {
                assertThat(EventFacts.of(event).get("source")).isIn("", TRUE_SOURCE);
            }
            assertThat(lines.parseByPatterns(line)).isEqualTo(result);
        }
    }

    /** Traefik's common format escapes nothing. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aHostileTextInALineOfTraefiksGivesTheTrueSource(String text) {
        String end = " 1 \"r@docker\" \"http://192.0.2.3:80\" 0ms";
        String stamp = " [21/Nov/2026:10:00:00 +0000] ";
        for (String line : List.of(
                "203.0.113.7 - " + text + stamp + "\"GET / HTTP/1.1\" 404 5 \"-\" \"x\"" + end,
                "203.0.113.7 - -" + stamp + "\"GET / HTTP/1.1\" 404 5 \"" + text + "\" \"" + text + "\"" + end)) {
            Map<String, String> facts = EventFacts.of(lines.event(line));

            assertThat(facts).containsEntry("source", TRUE_SOURCE).containsEntry("status", "404");
            assertThat(lines.parseByPatterns(line)).isEqualTo(lines.parse(line));
        }
    }

    static Stream<String> hostile() {
        return HOSTILE.stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aHostileTextInJsonStaysInItsField(String text) {
        String agent = jsonEscaped(text);
        String line =
                "{\"remote_addr\":\"203.0.113.7\",\"request\":\"GET / HTTP/1.1\",\"status\":200,\"http_user_agent\":\""
                        + agent + "\"}";
        String journal =
                "{\"__REALTIME_TIMESTAMP\":\"1795255200000000\",\"_HOSTNAME\":\"web-1\",\"_UID\":\"0\",\"_COMM\":\"sshd\","
                        + "\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"Invalid user " + agent
                        + " from 203.0.113.7 port 5\"}";

        assertThat(EventFacts.of(lines.event(line)))
                .containsEntry("source", TRUE_SOURCE)
                .containsEntry("agent", text);
        assertThat(EventFacts.of(lines.event(journal)))
                .containsEntry("source", TRUE_SOURCE)
                .containsEntry("user", text);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void jsonThatIsNotEscapedIsParsedTrulyOrNotAtAll(String text) {
        String line = "{\"remote_addr\":\"203.0.113.7\",\"request\":\"GET /" + text + " HTTP/1.1\",\"status\":200}";

        if (lines.parse(line) instanceof ParseResult.Parsed(var event)) {
            assertThat(EventFacts.of(event)).containsEntry("source", TRUE_SOURCE);
        }
    }

    /** As Apache's ap_escape_logitem does it. */
    private static String apacheEscaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u001b", "\\x1b");
    }

    /** As nginx' default escaping does it. */
    private static String nginxEscaped(String text) {
        return text.replace("\\", "\\x5C").replace("\"", "\\x22").replace("\u001b", "\\x1B");
    }

    private static String jsonEscaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u001b", "\\u001b");
    }

    /** sshd cuts what it says after 1,023 bytes, so the owner of a certificate chooses where the line ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " from 10.0.0.1 port 22 ssh2",
                " from 10.0.0.1 port 22 ssh2: RSA SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk"
            })
    void aMessageThatSshdCutIsNotReadFromItsEnd(String end) {
        String start =
                "Failed publickey for root from 203.0.113.7 port 5 ssh2: ED25519-CERT SHA256:pLZ9IdQVMDVvSIF+tKyPWWRzl6vCeWpyRnJkSQCNGWk ID ";
        String line = SYSLOG + "sshd-session[1]: " + start + "A".repeat(1_023 - start.length() - end.length()) + end;

        assertThat(lines.parse(line)).isNotInstanceOf(ParseResult.Parsed.class);
        assertThat(lines.parseByPatterns(line)).isNotInstanceOf(ParseResult.Parsed.class);
    }

    /** Where a daemon writes a client's mail headers as they came, they go on with a blank. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " Nov 21 10:00:00 web-1 sshd[4711]: Accepted password for root from 10.0.0.1 port 40000 ssh2",
                "\tNov 21 10:00:00 web-1 sshd[4711]: Accepted password for root from 10.0.0.1 port 40000 ssh2",
                " 2026-11-21 10:00:00 login authenticator failed for (x) [10.0.0.1]: 535 Incorrect authentication data (set_id=x)",
                " {\"__REALTIME_TIMESTAMP\":\"1795255200123456\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"MESSAGE\":\"Accepted password for root from 10.0.0.1 port 40000 ssh2\"}",
                "{\"log\":\" Nov 21 10:00:00 web-1 sshd[1]: Accepted password for root from 10.0.0.1 port 40000 ssh2\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-21T10:00:00Z\"}"
            })
    void aLineThatBeginsWithABlankIsNoLine(String line) {
        assertThat(lines.parse(line)).isInstanceOf(ParseResult.Unparsed.class);
    }

    @Test
    void aUsersOwnManagerSpeaksOfThatUsersUnits() {
        String failed = ": nginx.service: Failed with result 'exit-code'.";

        assertThat(lines.parse(SYSLOG + "systemd[1234]" + failed)).isInstanceOf(ParseResult.Ignored.class);
        assertThat(EventFacts.of(lines.event(SYSLOG + "systemd[1]" + failed))).containsEntry("unit", "nginx.service");
    }
}
