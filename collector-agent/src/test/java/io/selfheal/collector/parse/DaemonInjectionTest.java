package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of mail, FTP, database, VPN and telephone daemons writes never chooses whom we see: truth or nothing. */
class DaemonInjectionTest {
    private static final String SYSLOG = "Nov 21 10:00:00 web-1 ";

    private static final List<String> HOSTILE = List.of(
            "x' from 10.0.0.1:22",
            "x from 10.0.0.1",
            "x', 3 fails): Max auth tries reached - user 'y' from 10.0.0.1:5",
            "x] FAIL LOGIN: Client \"10.0.0.1\"",
            "x: no such user found from y [10.0.0.1] to z:21",
            "x (y[10.0.0.1]): USER z (Login failed): Incorrect password",
            "x] (?@10.0.0.1) [WARNING] Authentication failed for user [y",
            "x'@'10.0.0.1' (using password: YES)",
            "x' host: '10.0.0.1' (y)",
            "unknown[10.0.0.1]: SASL LOGIN authentication failed: y",
            "x> to=<y> from unknown[10.0.0.1]: 554 z",
            "x>, method=PLAIN, rip=10.0.0.1, lip=10.0.0.2, session=<y",
            "x,10.0.0.1): unknown user",
            "x,10.0.0.1,<s>): pam_authenticate() failed: Authentication failure",
            "x) (set_id=y H=(z) [10.0.0.1]: 535 Incorrect authentication data",
            "x\" H=(z) [10.0.0.1]:5 input=\"y",
            "x H=(z) [10.0.0.1] F=<y> rejected RCPT <z>: relay not permitted",
            "x client=10.0.0.1 FATAL:  password authentication failed for user \"y\"",
            "x 10.0.0.1(5) FATAL:  password authentication failed for user \"y\"",
            "x for host \"10.0.0.1\", user \"y\", database \"z\", SSL off",
            "x client @0x7f 10.0.0.1#5 (y): query (cache) 'z/A/IN' denied",
            "x 10.0.0.1:5 TLS Auth Error: Auth Username/Password verification failed for peer",
            "x from [AF_INET]10.0.0.1:5",
            "x] Ban 10.0.0.1",
            "x\",SessionID=\"1\",RemoteAddress=\"IPV4/UDP/10.0.0.1/5\"",
            "x' failed for '10.0.0.1:5060' - Wrong password",
            "x] from ip 10.0.0.1",
            "x [**] [Priority: 1] {TCP} 10.0.0.1:5 -> 10.0.0.2:6",
            "x rhost=10.0.0.1  user=y",
            "x' from 10.0.0.1:1' with key sha1!! aa from 10.0.0.1:2",
            "anonymous] FAIL LOGIN: Client \"10.0.0.1\", anon password \"y",
            "y@z 10.0.0.1 FATAL:  password authentication failed for user \"y",
            "y,db=z,client=10.0.0.1 FATAL:  password authentication failed for user \"y\"",
            "x from y[10.0.0.1]; from=<z> to=<w>",
            "x' , wrong password, IP:10.0.0.1",
            "x (mysql-denied) from 10.0.0.1",
            "x. IP: 10.0.0.1. Username: y.",
            "x\" <sip:y@z>' failed for '10.0.0.1:5060' - Wrong password",
            "x ipAddress=10.0.0.1, error=user_not_found, username=y",
            "x 10.0.0.1 port 5 timed out",
            "x, ip=10.0.0.1, required=y).",
            "10.0.0.1",
            "10.0.0.1(5)",
            "client=10.0.0.1");

    static Stream<Arguments> lines() {
        return Stream.of(
                        SYSLOG + "dropbear[1]: Bad password attempt for '{}' from 203.0.113.7:5",
                        SYSLOG + "dropbear[1]: Exit before auth (user '{}', 3 fails): Max auth tries reached - user"
                                + " '{}' from 203.0.113.7:5",
                        SYSLOG + "dropbear[1]: Exit before auth from <203.0.113.7:5>: (user '{}', 0 fails): Exited",
                        "Sat Nov 21 10:00:00 2026 [pid 1] [{}] FAIL LOGIN: Client \"203.0.113.7\"",
                        SYSLOG + "proftpd[1]: h (203.0.113.7[203.0.113.7]) - USER {}: no such user found from h"
                                + " [203.0.113.7] to ::1:21",
                        SYSLOG
                                + "proftpd[1]: h (203.0.113.7[203.0.113.7]) - USER {} (Login failed): Incorrect password",
                        SYSLOG + "pure-ftpd: (?@203.0.113.7) [WARNING] Authentication failed for user [{}]",
                        "2026-11-21T10:00:00.1Z 5 [Note] Access denied for user '{}'@'203.0.113.7' (using password: NO)",
                        "2026-11-21 10:00:00 5 [Warning] Aborted connection 5 to db: 'x' user: '{}' host: '203.0.113.7'"
                                + " (Got an error reading communication packets)",
                        SYSLOG + "postfix/smtpd[1]: warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: x,"
                                + " sasl_username={}",
                        SYSLOG + "postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 554 5.7.1 <{}>:"
                                + " Relay access denied; from=<{}> to=<{}> proto=ESMTP helo=<{}>",
                        SYSLOG + "postfix/smtpd[1]: warning: non-SMTP command from unknown[203.0.113.7]: {}",
                        SYSLOG + "postfix/cleanup[1]: 4XyZ1a2b3c: reject: header Subject: {} from unknown[203.0.113.7];"
                                + " from=<{}> to=<{}>",
                        SYSLOG + "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<{}>,"
                                + " method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<s>",
                        SYSLOG + "dovecot: auth-worker(1): sql({},203.0.113.7): unknown user (given password: {})",
                        SYSLOG + "dovecot: auth: pam({},203.0.113.7,<s>): Password mismatch (given password: {})",
                        "2026-11-21 10:00:00 login authenticator failed for (h) [203.0.113.7]: 535 Incorrect"
                                + " authentication data (set_id={})",
                        "2026-11-21 10:00:00 H=(h) [203.0.113.7]:5 F=<{}> rejected RCPT <{}>: relay not permitted",
                        "2026-11-21 10:00:00 SMTP protocol error in \"{}\" H=(h) [203.0.113.7]:5 x",
                        "2026-11-21 10:00:00 SMTP protocol synchronization error (x): rejected \"{}\" H=(h)"
                                + " [203.0.113.7] next input=\"{}\"",
                        "2026-11-21 10:00:00 UTC [1]: [1-1] user={},db={},client=203.0.113.7 FATAL:  password"
                                + " authentication failed for user \"{}\"",
                        "2026-11-21 10:00:00 UTC:203.0.113.7(5):{}@{}:[1]:FATAL:  password authentication failed for"
                                + " user \"{}\"",
                        "2026-11-21 10:00:00.123 UTC [1] {}@{} FATAL:  no pg_hba.conf entry for host \"203.0.113.7\","
                                + " user \"{}\", database \"{}\", no encryption",
                        "2026-11-21 10:00:00.123 UTC [1] {}@{} 203.0.113.7(5) FATAL:  password authentication failed for"
                                + " user \"{}\"",
                        "2026-11-21 10:00:00 UTC:203.0.113.7(5):bob@{}:[1]:FATAL:  password authentication failed for"
                                + " user \"bob\"",
                        "2026-11-21 10:00:00.123 UTC [1] bob@{} FATAL:  password authentication failed for user \"bob\"",
                        "2026-11-21 10:00:00 203.0.113.7:5 VERIFY ERROR: depth=0, error=expired: CN={}",
                        "2026-11-21 10:00:00 203.0.113.7:5 SENT CONTROL [{}]: 'AUTH_FAILED' (status=1)",
                        "[2026-11-21 10:00:00] NOTICE[1] chan_sip.c: Registration from '{}' failed for '203.0.113.7:5'"
                                + " - Wrong password",
                        "[Nov 21 10:00:00] SECURITY[1]: res_security_log.c:114 f: SecurityEvent=\"InvalidPassword\","
                                + "EventTV=\"1\",AccountID=\"{}\",SessionID=\"1\",RemoteAddress=\"IPV4/UDP/203.0.113.7/5\"",
                        "2026-11-21 10:00:00.1 [WARNING] sofia_reg.c:1 SIP auth failure (REGISTER) on sofia profile"
                                + " 'internal' for [{}] from ip 203.0.113.7",
                        SYSLOG + "login[1]: FAILED LOGIN 1 FROM 203.0.113.7 FOR {}, Authentication failure",
                        SYSLOG
                                + "dropbear[1]: Pubkey auth bad signature for '{}' with key sha1!! aa:bb from 203.0.113.7:5",
                        SYSLOG + "dropbear[1]: Auth succeeded with blank password for '{}' from 203.0.113.7:5",
                        "Sat Nov 21 10:00:00 2026 [pid 1] [ftp] FAIL LOGIN: Client \"203.0.113.7\", anon password \"{}\"",
                        SYSLOG
                                + "postfix/cleanup[1]: 4XyZ1a2b3c: reject: header Subject: {} from h[203.0.113.7]; from=<{}>"
                                + " to=<{}> proto=ESMTP helo=<{}>: 5.7.1 no",
                        SYSLOG
                                + "postfix/smtpd[1]: warning: Illegal address syntax from h[203.0.113.7] in MAIL command: {}",
                        SYSLOG + "dovecot: auth: login(?,203.0.113.7): Username character disallowed by"
                                + " auth_username_chars: 0x5b (username: {})",
                        "2026-11-21 10:00:00.123 UTC [1] {}@{} 203.0.113.7 FATAL:  role \"{}\" does not exist",
                        "2026-11-21 10:00:00 UTC [1]: [1-1] user={},db={},app={},client=203.0.113.7 FATAL:  password"
                                + " authentication failed for user \"{}\"",
                        "2026-11-21 10:00:00 UTC [1]: [1-1] user=bob,db={},app={},client=203.0.113.7 FATAL:  password"
                                + " authentication failed for user \"bob\"",
                        "2026-11-21 10:00:00.123 UTC 203.0.113.7(5) {} {} [1]: FATAL:  password authentication failed for"
                                + " user \"{}\"",
                        "[2026-11-21 10:00:00] NOTICE[1] chan_sip.c: Registration from '\"{}\" <sip:{}@z>' failed for"
                                + " '203.0.113.7:5060' - Wrong password",
                        "[21-Nov-2026 10:00:00 UTC] user denied: {} (mysql-denied) from 203.0.113.7",
                        "[2026-11-21 10:00:00.1][vaultwarden::api::identity][ERROR] This user has been disabled. IP:"
                                + " 203.0.113.7. Username: {}.",
                        "2026-11-21 10:00:00,357 WARN  [org.keycloak.events] (executor-thread-1) type=LOGIN_ERROR,"
                                + " realmId=m, clientId={}, userId=null, ipAddress=203.0.113.7, error=user_not_found,"
                                + " redirect_uri={}, username={}",
                        SYSLOG
                                + "login[1]: FAILED LOGIN (1) on '/dev/pts/0' from '203.0.113.7' FOR '{}', Authentication"
                                + " failure",
                        SYSLOG + "sshd[1]: Connection from invalid user {} 203.0.113.7 port 5 timed out",
                        SYSLOG + "sshd[1]: Authentication tried for {} with valid certificate but not from a permitted"
                                + " source address (203.0.113.7).",
                        SYSLOG + "proxmox-backup-proxy[1]: authentication failure; rhost=[::ffff:203.0.113.7]:5 user={}"
                                + " msg=authentication error",
                        "203.0.113.7 - - [21/Nov/2026:10:00:00 +0000] www.example.com \"GET /{} HTTP/1.1\" 200 5",
                        "[21/Nov/2026:10:00:00 +0000] 203.0.113.7 - - \"GET /{} HTTP/1.1\" 200 5",
                        SYSLOG + "apache2[1]: [auth_basic:error] [pid 1] [client 203.0.113.7:5] AH01617: user {}:"
                                + " authentication failure for \"/{}\": Password Mismatch, referer: {}",
                        SYSLOG + "amavis[1]: (1-1) Blocked SPAM {X}, [203.0.113.7]:5 [203.0.113.7] <{}> -> <{}>, x")
                .flatMap(template -> HOSTILE.stream().map(text -> Arguments.of(template, text)));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aClientsTextIsNeverTheSource(String template, String text) {
        Lines lines = new Lines(SourceType.AUTO);

        ParseResult result = lines.parse(template.replace("{}", text));

        if (result instanceof ParseResult.Parsed(var event) && event.source() != null) {
            assertThat(event.source()).hasToString("203.0.113.7");
        }
    }
}
