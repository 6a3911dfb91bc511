package io.selfheal.collector.parse.sshd;

import static io.selfheal.collector.parse.scan.ByteScan.ascii;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The messages that make up nearly all of an attacked sshd's log, read backwards from the end of the line: what
 * stands before the peer's address is the attacker's own text. Any message that is not exactly of a known form is
 * left to the rules. Not thread-safe.
 */
public final class SshdScanner {
    public static final String DATASET = "sshd";
    private static final String SERVICE = "ssh";
    /**
     * sshd cuts what it says after 1,023 bytes (MSGBUFSIZ in its log.c), a syslog daemon of RFC 3164 the packet after
     * 1,024. The text of a certificate has no bound of its own, so its owner chooses where such a message ends.
     */
    private static final int MAY_BE_CUT_BYTES = 960;

    private static final int USER_BYTES = 256;
    private static final int METHOD_BYTES = 64;
    private static final int REASON_BYTES = 512;

    private static final byte[] FAILED = ascii("Failed ");
    private static final byte[] ACCEPTED = ascii("Accepted ");
    private static final byte[] FOR = ascii(" for ");
    private static final byte[] INVALID = ascii("Invalid user ");
    private static final byte[] INVALID_USER = ascii("invalid user ");
    private static final byte[] ILLEGAL_USER = ascii("illegal user ");
    private static final byte[] AUTHENTICATING_USER = ascii("authenticating user ");
    private static final byte[] CLOSED = ascii("Connection closed by ");
    private static final byte[] RESET = ascii("Connection reset by ");
    private static final byte[] DISCONNECTED = ascii("Disconnected from ");
    private static final byte[] RECEIVED = ascii("Received disconnect from ");
    private static final byte[] FROM = ascii(" from ");
    private static final byte[] PORT = ascii("port ");
    private static final byte[] PREAUTH = ascii(" [preauth]");
    private static final byte[] PAM_FAILURE =
            ascii("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=");
    private static final byte[] USER = ascii(" user=");

    private final Frame frame;
    private final PeerAtEnd peer;

    public SshdScanner(Frame frame) {
        this.frame = frame;
        this.peer = new PeerAtEnd();
    }

    /** Whether messages of this program are sshd's; since OpenSSH 9.8 it is three programs. */
    public static boolean reads(String program) {
        return program.equals("sshd") || program.equals("sshd-session") || program.equals("sshd-auth");
    }

    /** Whether the end of such a message of sshd's may be missing. */
    public static boolean mayBeCut(Frame frame) {
        return frame.to() - frame.from() >= MAY_BE_CUT_BYTES;
    }

    /** What the frame's message means; null if the rules have to look. */
    public @Nullable ParseResult scan() {
        byte[] b = frame.bytes();
        int from = frame.from();
        int to = frame.to();
        if (from == to || frame.cut()) {
            return null;
        }
        return switch (b[from]) {
            case 'F' -> starts(b, from, to, FAILED) ? login(b, from + FAILED.length, to, EventOutcome.FAILURE) : null;
            case 'A' ->
                starts(b, from, to, ACCEPTED) ? login(b, from + ACCEPTED.length, to, EventOutcome.SUCCESS) : null;
            case 'I' -> starts(b, from, to, INVALID) ? invalidUser(b, from + INVALID.length, to) : null;
            case 'C' ->
                starts(b, from, to, CLOSED)
                        ? gone(b, from + CLOSED.length, to)
                        : starts(b, from, to, RESET) ? gone(b, from + RESET.length, to) : null;
            case 'D' -> starts(b, from, to, DISCONNECTED) ? gone(b, from + DISCONNECTED.length, to) : null;
            case 'R' -> starts(b, from, to, RECEIVED) ? received(b, from + RECEIVED.length, to) : null;
            case 'p' -> starts(b, from, to, PAM_FAILURE) ? pamFailure(b, from + PAM_FAILURE.length, to) : null;
            default -> null;
        };
    }

    private static boolean starts(byte[] b, int from, int to, byte[] literal) {
        return ByteScan.startsWith(b, from, to, literal);
    }

    /** {@code METHOD for [invalid user ]USER from HOST port N ssh2[: TYPE FINGERPRINT]}. */
    private @Nullable ParseResult login(byte[] b, int from, int to, EventOutcome outcome) {
        int methodEnd = ByteScan.indexOf(b, from, to, ' ');
        boolean likely = methodEnd > from && methodEnd - from <= METHOD_BYTES;
        if (!likely || !starts(b, methodEnd, to, FOR) || !peer.readWithProtocol(b, methodEnd, to)) {
            return null;
        }
        int user = methodEnd + FOR.length;
        boolean invalid = starts(b, user, to, INVALID_USER);
        user += invalid ? INVALID_USER.length : 0;
        int userEnd = beforeFrom(b, user, to);
        if (userEnd < 0 || starts(b, user, to, ILLEGAL_USER) || (invalid && outcome == EventOutcome.SUCCESS)) {
            return null;
        }
        String method = frame.texts().get(b, from, methodEnd, METHOD_BYTES);
        return event(EventAction.LOGIN, outcome, text(b, user, userEnd), invalid, method, null);
    }

    /** {@code USER from HOST[ port N]}. */
    private @Nullable ParseResult invalidUser(byte[] b, int user, int to) {
        int userEnd = peer.read(b, user, to) ? beforeFrom(b, user, to) : -1;
        if (userEnd < 0) {
            return null;
        }
        return event(EventAction.INVALID_USER, EventOutcome.FAILURE, text(b, user, userEnd), true, null, null);
    }

    /** {@code [invalid user USER |authenticating user USER ]HOST port N[ [preauth]]}. */
    private @Nullable ParseResult gone(byte[] b, int from, int to) {
        boolean preauth = ByteScan.endsWith(b, from, to, PREAUTH);
        if (!peer.readWithPort(b, from, preauth ? to - PREAUTH.length : to)) {
            return null;
        }
        IpAddress address = frame.address(peer.hostFrom(), peer.hostTo());
        boolean invalid = starts(b, from, to, INVALID_USER);
        boolean named = invalid || starts(b, from, to, AUTHENTICATING_USER);
        int user = from + (invalid ? INVALID_USER.length : named ? AUTHENTICATING_USER.length : 0);
        int userEnd = peer.hostFrom() - 1;
        if (address == null || (named ? userEnd < user : !preauth || peer.hostFrom() != from)) {
            return null;
        }
        String name = named ? text(b, user, userEnd) : null;
        return event(EventAction.PREAUTH_DISCONNECT, EventOutcome.UNKNOWN, name, invalid, null, null);
    }

    /** {@code HOST port N:11: REASON [preauth]}, before 7.4 {@code HOST: 11: REASON [preauth]}. */
    private @Nullable ParseResult received(byte[] b, int from, int to) {
        int end = to - PREAUTH.length;
        int hostTo = ByteScan.indexOf(b, from, to, ' ');
        if (hostTo < 0 || !ByteScan.endsWith(b, from, to, PREAUTH)) {
            return null;
        }
        int i = hostTo + 1;
        int port = 0;
        if (b[hostTo - 1] == ':') {
            hostTo--;
        } else {
            int colon = starts(b, i, end, PORT) ? ByteScan.indexOf(b, i, end, ':') : -1;
            port = colon - i > PORT.length + 5 ? -1 : ByteScan.number(b, i + PORT.length, colon);
            i = colon + 1 < end && b[colon + 1] == ' ' ? colon + 2 : colon + 1;
        }
        IpAddress address = frame.address(from, hostTo);
        int codeEnd = ByteScan.indexOf(b, i, Math.min(end, i + 4), ':');
        if (address == null || port < 0 || codeEnd < 0 || ByteScan.number(b, i, codeEnd) < 0) {
            return null;
        }
        int reason = codeEnd + 1 < end && b[codeEnd + 1] == ' ' ? codeEnd + 2 : codeEnd + 1;
        String words = reason > end ? null : textOrNull(b, reason, end, REASON_BYTES);
        return new ParseResult.Parsed(new Authentication(
                frame.origin(DATASET, address, port, 1),
                EventAction.PREAUTH_DISCONNECT,
                EventOutcome.UNKNOWN,
                SERVICE,
                null,
                false,
                null,
                words));
    }

    /** {@code HOST[  user=USER]}: the name is last, so the host is the first word. */
    private @Nullable ParseResult pamFailure(byte[] b, int from, int to) {
        int blank = ByteScan.indexOf(b, from, to, ' ');
        int hostTo = blank < 0 ? to : blank;
        int user = hostTo + 1 < to && b[hostTo + 1] == ' ' ? hostTo + 1 : hostTo;
        boolean named = blank >= 0 && starts(b, user, to, USER);
        if (blank >= 0 && !named) {
            return null;
        }
        return new ParseResult.Parsed(new Authentication(
                frame.origin(DATASET, frame.address(from, hostTo), 0, 1),
                EventAction.PAM_FAILURE,
                EventOutcome.FAILURE,
                SERVICE,
                named ? text(b, user + USER.length, to) : null,
                false,
                null,
                null));
    }

    /** End of the user's name, given that {@code " from "} must stand between it and the peer; -1 if it does not. */
    private int beforeFrom(byte[] b, int user, int to) {
        int end = peer.hostFrom() - FROM.length;
        return end >= user && starts(b, end, to, FROM) ? end : -1;
    }

    private ParseResult event(
            EventAction action,
            EventOutcome outcome,
            @Nullable String user,
            boolean invalid,
            @Nullable String method,
            @Nullable String reason) {
        IpAddress address = frame.address(peer.hostFrom(), peer.hostTo());
        return new ParseResult.Parsed(new Authentication(
                frame.origin(DATASET, address, peer.port(), 1),
                action,
                outcome,
                SERVICE,
                user,
                invalid,
                method,
                reason));
    }

    private String text(byte[] b, int from, int to) {
        return frame.texts().get(b, from, to, USER_BYTES);
    }

    private @Nullable String textOrNull(byte[] b, int from, int to, int max) {
        String text = frame.texts().get(b, from, to, max);
        return text.isEmpty() || text.equals("-") ? null : text;
    }
}
