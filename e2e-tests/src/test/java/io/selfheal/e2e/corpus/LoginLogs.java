package io.selfheal.e2e.corpus;

import static io.selfheal.e2e.corpus.WrittenLog.attack;
import static io.selfheal.e2e.corpus.WrittenLog.honest;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.util.stream.Stream;

/** Logins to all kinds of services: attacks at the pace of a tool, attacks that wait, and people. */
final class LoginLogs {
    private static final String FAILED = "Failed password for root from 203.0.113.66 port 5{n} ssh2";
    private static final String PVE =
            "authentication failure; rhost=::ffff:203.0.113.66 user=root@pam msg=Authentication failure";
    private static final String SASL = "warning: unknown[203.0.113.66]: SASL LOGIN authentication failed: UGFzc3dvcmQ6";
    private static final String IMAP = "imap-login: Disconnected (auth failed, 1 attempts in 4 secs): user=<info>, "
            + "method=PLAIN, rip=203.0.113.66, lip=198.51.100.1, TLS";

    private LoginLogs() {}

    static Stream<WrittenLog> all() {
        return Stream.of(attacksOnSsh(), peopleOnSsh(), otherServices(), networks())
                .flatMap(logs -> logs);
    }

    private static Stream<WrittenLog> attacksOnSsh() {
        return Stream.of(
                attack("ssh: a word list").says("sshd", 30, ofSeconds(3), FAILED),
                attack("ssh: a try every twenty minutes").says("sshd", 12, ofMinutes(20), FAILED),
                attack("ssh: a try every hour, all day").says("sshd", 24, ofHours(1), FAILED),
                attack("ssh: names from a list")
                        .says("sshd", 6, ofSeconds(8), "Invalid user u{n} from 203.0.113.66 port 4{n}"),
                attack("ssh: names, one every quarter of an hour")
                        .says("sshd", 8, ofMinutes(15), "Invalid user u{n} from 203.0.113.66 port 4{n}"),
                attack("ssh: one password for many accounts")
                        .says("sshd", 8, ofHours(1), "Failed password for dev{n} from 203.0.113.66 port 4{n} ssh2"),
                attack("ssh: guessed at last")
                        .says("sshd", 9, ofSeconds(5), FAILED)
                        .says("sshd", 1, ofSeconds(5), "Accepted password for root from 203.0.113.66 port 59 ssh2"),
                attack("ssh: lines that rsyslog folded")
                        .says("sshd", 2, ofMinutes(1), "message repeated 5 times: [ " + FAILED + "]"));
    }

    private static Stream<WrittenLog> peopleOnSsh() {
        return Stream.of(
                honest("ssh: three mistypes, then in")
                        .says("sshd", 3, ofSeconds(6), "Failed password for anna from 192.0.2.10 port 4{n} ssh2")
                        .says("sshd", 1, ofSeconds(6), "Accepted password for anna from 192.0.2.10 port 44 ssh2"),
                honest("ssh: deployments")
                        .says(
                                "sshd",
                                200,
                                ofSeconds(20),
                                "Accepted publickey for deploy from 192.0.2.20 port 4{n} ssh2: ED25519 SHA256:abc"),
                honest("ssh: a monitor that only connects")
                        .says("sshd", 200, ofMinutes(1), "Connection closed by 192.0.2.30 port 4{n}"),
                honest("ssh: an office behind one address")
                        .says("sshd", 1, ofMinutes(7), "Failed password for p1 from 192.0.2.40 port 41 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p1 from 192.0.2.40 port 42 ssh2")
                        .says("sshd", 1, ofHours(1), "Failed password for p2 from 192.0.2.40 port 43 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p2 from 192.0.2.40 port 44 ssh2")
                        .says("sshd", 1, ofHours(1), "Failed password for p3 from 192.0.2.40 port 45 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p3 from 192.0.2.40 port 46 ssh2")
                        .says("sshd", 1, ofHours(1), "Failed password for p4 from 192.0.2.40 port 47 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p4 from 192.0.2.40 port 48 ssh2")
                        .says("sshd", 1, ofHours(1), "Failed password for p5 from 192.0.2.40 port 49 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p5 from 192.0.2.40 port 50 ssh2")
                        .says("sshd", 1, ofHours(1), "Failed password for p6 from 192.0.2.40 port 51 ssh2")
                        .says("sshd", 1, ofMinutes(7), "Accepted password for p6 from 192.0.2.40 port 52 ssh2"));
    }

    private static Stream<WrittenLog> otherServices() {
        return Stream.of(
                attack("vsftpd").says("vsftpd", 8, ofSeconds(4), "[anna] FAIL LOGIN: Client \"203.0.113.66\""),
                attack("proftpd")
                        .says(
                                "proftpd",
                                8,
                                ofSeconds(4),
                                "127.0.0.1 (203.0.113.66[203.0.113.66]) - USER anna (Login failed): Incorrect password"),
                honest("proftpd: two mistypes")
                        .says(
                                "proftpd",
                                2,
                                ofSeconds(9),
                                "127.0.0.1 (192.0.2.7[192.0.2.7]) - USER anna (Login failed): Incorrect password")
                        .says(
                                "proftpd",
                                1,
                                ofSeconds(9),
                                "127.0.0.1 (192.0.2.7[192.0.2.7]) - USER anna: Login successful."),
                attack("postfix: passwords for sending").says("postfix/smtpd", 8, ofSeconds(10), SASL),
                attack("postfix: one password every half hour").says("postfix/smtpd", 8, ofMinutes(30), SASL),
                attack("dovecot").says("dovecot", 8, ofSeconds(15), IMAP),
                attack("dovecot: one password every twelve minutes").says("dovecot", 8, ofMinutes(12), IMAP),
                attack("proxmox").says("pvedaemon", 6, ofSeconds(5), PVE),
                honest("proxmox: two mistypes")
                        .says("pvedaemon", 2, ofSeconds(5), PVE.replace("203.0.113.66", "192.0.2.8"))
                        .says("pvedaemon", 1, ofSeconds(5), "<root@pam> successful auth for user 'root@pam'"),
                attack("mariadb")
                        .says(
                                "mariadbd",
                                8,
                                ofSeconds(3),
                                "2026-11-02  8:00:00 {n} [Warning] Access denied for user 'root'@'203.0.113.66' "
                                        + "(using password: YES)"),
                attack("sudo of nobody's address")
                        .says("sshd", 6, ofSeconds(2), FAILED)
                        .meanwhile()
                        .says(
                                "sudo",
                                2,
                                ofSeconds(9),
                                "   anna : 1 incorrect password attempt ; TTY=pts/0 ; PWD=/home/anna ; USER=root ; "
                                        + "COMMAND=/usr/bin/apt"));
    }

    private static Stream<WrittenLog> networks() {
        String knock = "[UFW BLOCK] IN=eth0 OUT= MAC=00:00 SRC=203.0.113.66 DST=198.51.100.1 LEN=40 TOS=0x00 PREC=0x00 "
                + "TTL=240 ID=1 PROTO=TCP SPT=51234 DPT={n} WINDOW=1024 RES=0x00 SYN URGP=0";
        String refused = "NOQUEUE: reject: RCPT from unknown[203.0.113.66]: 554 5.7.1 <x{n}@example.org>: Relay access "
                + "denied; from=<a@example.net> to=<x{n}@example.org> proto=ESMTP helo=<mail.example.net>";
        String late = knock.replace("203.0.113.66", "192.0.2.9").replace("SPT=51234 DPT={n}", "SPT=443 DPT=5{n}000");
        return Stream.of(
                attack("firewall: a port every second").says("kernel", 20, ofSeconds(1), knock),
                attack("firewall: a port every twenty minutes").says("kernel", 40, ofMinutes(20), knock),
                honest("firewall: late answers").says("kernel", 9, ofMillis(500), late),
                attack("postfix: an open relay is looked for").says("postfix/smtpd", 4, ofSeconds(20), refused),
                honest("postfix: one old address")
                        .says(
                                "postfix/smtpd",
                                1,
                                ofSeconds(1),
                                "NOQUEUE: reject: RCPT from mail.example.net[192.0.2.11]: 550 5.1.1 <old@example.com>: "
                                        + "Recipient address rejected: User unknown in local recipient table; "
                                        + "from=<a@example.net> to=<old@example.com> proto=ESMTP helo=<mail.example.net>"));
    }
}
