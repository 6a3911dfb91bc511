package io.selfheal.collector.parse.frame;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What some syslog daemons write into a header beside stamp, host and tag. */
final class SyslogPrefix {
    private static final int LONGEST_LEVEL = 20;
    private static final int LONGEST_WORD = 9;
    private static final Set<String> FACILITIES = Set.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "security",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");
    private static final Set<String> LEVELS =
            Set.of("emerg", "panic", "alert", "crit", "err", "error", "warn", "warning", "notice", "info", "debug");

    private SyslogPrefix() {}

    /** Index of the word after a blank at {@code from}, where a word like {@code authpriv.info} is skipped. */
    static int afterLevel(byte[] b, int from, int to) {
        int end = ByteScan.indexOf(b, from, Math.min(to, from + LONGEST_LEVEL), ' ');
        if (end < 0) {
            return from;
        }
        boolean bracketed = b[from] == '<' && b[end - 1] == '>';
        int start = bracketed ? from + 1 : from;
        int stop = bracketed ? end - 1 : end;
        return isLevel(b, start, stop) ? end + 1 : from;
    }

    /** {@code authpriv.info}; FreeBSD also writes the numbers, {@code 4.6}. */
    private static boolean isLevel(byte[] b, int from, int to) {
        int dot = ByteScan.indexOf(b, from, to, '.');
        // A host's name has its dots elsewhere: no text is made for it.
        if (dot <= from || to - dot > LONGEST_WORD || dot - from > LONGEST_WORD) {
            return false;
        }
        if (ByteScan.isDigit(b[from])) {
            return b[from - 1] == '<' && ByteScan.number(b, from, dot) >= 0 && ByteScan.number(b, dot + 1, to) >= 0;
        }
        return FACILITIES.contains(new String(b, from, dot - from, StandardCharsets.ISO_8859_1))
                && LEVELS.contains(new String(b, dot + 1, to - dot - 1, StandardCharsets.ISO_8859_1));
    }

    /** Index after {@code Sat } when a weekday stands here. */
    static int afterWeekday(byte[] b, int from, int to) {
        if (to - from < 4 || b[from + 3] != ' ') {
            return from;
        }
        return switch ((b[from] << 16) | (b[from + 1] << 8) | b[from + 2]) {
            case ('M' << 16) | ('o' << 8) | 'n',
                    ('T' << 16) | ('u' << 8) | 'e',
                    ('W' << 16) | ('e' << 8) | 'd',
                    ('T' << 16) | ('h' << 8) | 'u',
                    ('F' << 16) | ('r' << 8) | 'i',
                    ('S' << 16) | ('a' << 8) | 't',
                    ('S' << 16) | ('u' << 8) | 'n' -> from + 4;
            default -> from;
        };
    }

    /** Index after {@code [ID 800047 auth.info] }, which Solaris and illumos write before the message. */
    static int afterMessageId(byte[] b, int from, int to) {
        boolean id = to - from > 5 && b[from] == '[' && b[from + 1] == 'I' && b[from + 2] == 'D' && b[from + 3] == ' ';
        int close = id ? ByteScan.indexOf(b, from, Math.min(to, from + 40), ']') : -1;
        return close > 0 && close + 1 < to && b[close + 1] == ' ' ? close + 2 : from;
    }
}
