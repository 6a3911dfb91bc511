package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import org.jspecify.annotations.Nullable;

/** Tells which events are failed logins, and counts a try once however many lines it left. */
final class LoginAttempts {
    private static final int FAILED = 1;
    private static final int INVALID_USER = 2;
    private static final int WENT_AWAY = 4;
    private static final int HTTP_STATUS = 8;
    private static final int HTTP_COMPLAINT = 16;
    /** A connection that was not authenticated lives two minutes (LoginGraceTime), several tries included. */
    private static final int SECONDS_TOGETHER = 300;

    private static final int HTTP_SECONDS_TOGETHER = 2;
    /** PAM and mail servers hold their answers back for two or three seconds, clients go when they please. */
    private static final int VOICES_SECONDS_TOGETHER = 30;

    private static final int PAM = 0;
    private static final int AUTHENTICATION_SERVER = 1;
    private static final int DAEMON = 2;

    private LoginAttempts() {}

    /** Whether the event is a failed login that no earlier line of the same try was counted for. */
    static boolean isNewFailure(SecurityEvent event, SourceProfile profile, int second) {
        int kind = kindOf(event);
        if (kind == 0) {
            return false;
        }
        Origin origin = event.origin();
        if (kind == HTTP_STATUS || kind == HTTP_COMPLAINT) {
            int key = Hashes.mix(
                    origin.host().hashCode() * 31 + String.valueOf(event.user()).hashCode());
            return profile.attempts().isNew(key, kind, second, HTTP_SECONDS_TOGETHER);
        }
        boolean fresh = kind != FAILED || isSshd(origin) || isNewToAll((Authentication) event, profile, second);
        if (origin.pid() == 0) {
            return fresh;
        }
        int key = Hashes.mix(origin.host().hashCode() * 31 + origin.pid());
        return profile.attempts().isNew(key, kind, second, SECONDS_TOGETHER) && fresh;
    }

    /**
     * Most daemons leave it to PAM, or to an authentication server, to refuse a password, and all of them write a line.
     * They have other process ids and other names for the user, or none; what they share is the source, the host and
     * the moment. Whoever fails at two services at once, of which one is silent itself, is counted for the busier one.
     */
    private static boolean isNewToAll(Authentication login, SourceProfile profile, int second) {
        int voice = login.origin().dataset().equals("pam")
                ? PAM
                : login.service().equals("dovecot-auth") ? AUTHENTICATION_SERVER : DAEMON;
        int key = Hashes.mix(~login.origin().host().hashCode());
        return profile.attempts().isNewTry(key, voice, second, VOICES_SECONDS_TOGETHER);
    }

    /** Its PAM lines are told apart by their text and never counted. */
    private static boolean isSshd(Origin origin) {
        return origin.dataset().equals("sshd");
    }

    private static int kindOf(SecurityEvent event) {
        return switch (event) {
            case Authentication a -> kindOf(a);
            case HttpRequest r -> r.status() == 401 && r.userName() != null ? HTTP_STATUS : 0;
            case ApplicationError e ->
                e.action() == EventAction.LOGIN && e.outcome() == EventOutcome.FAILURE ? HTTP_COMPLAINT : 0;
            case NetworkFlow f -> 0;
            case ServiceState s -> 0;
            case Report r -> 0;
        };
    }

    private static int kindOf(Authentication a) {
        return switch (a.action()) {
            case LOGIN, SU, SUDO -> a.outcome() == EventOutcome.FAILURE && !isProbe(a.method()) ? FAILED : 0;
            case INVALID_USER -> INVALID_USER;
            case PREAUTH_DISCONNECT -> a.userName() != null && isRefusal(a) ? WENT_AWAY : 0;
            default -> 0;
        };
    }

    /** Databases and mail servers also tell of connections that ended because nobody used them. */
    private static boolean isRefusal(Authentication a) {
        return a.service().equals("ssh") || a.outcome() == EventOutcome.FAILURE;
    }

    /** SSH's method "none" asks which methods there are. */
    private static boolean isProbe(@Nullable String method) {
        return "none".equals(method);
    }
}
