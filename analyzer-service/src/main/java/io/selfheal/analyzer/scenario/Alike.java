package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.SecurityEvent;
import org.jspecify.annotations.Nullable;

/**
 * The things of an event that have few different values. Events that are equal in them ask the same scenarios the same
 * questions, which {@link Questions} works out once for each kind. Two texts that a client may choose, method and
 * version, are known only while they are short: longer ones are asked for as any text is.
 */
record Alike(
        Class<?> type,
        EventAction action,
        EventOutcome outcome,
        boolean failedLogin,
        boolean invalidUser,
        boolean clean,
        int status,
        @Nullable String method,
        @Nullable String version,
        @Nullable String service) {
    private static final int SHORT = 8;

    static Alike of(Occurrence occurrence) {
        SecurityEvent event = occurrence.event();
        HttpRequest request = event instanceof HttpRequest r ? r : null;
        Authentication login = event instanceof Authentication a ? a : null;
        return new Alike(
                event.getClass(),
                event.action(),
                event.outcome(),
                occurrence.failedLogin(),
                login != null && login.invalidUser(),
                occurrence.hits().isEmpty(),
                request == null ? 0 : request.status(),
                request == null ? null : request.method(),
                request == null ? null : request.version(),
                login == null ? null : login.service());
    }

    /** Whether this field's text is the same in all events that are alike. */
    static boolean knows(TextField field) {
        return field == TextField.METHOD || field == TextField.VERSION || field == TextField.SERVICE;
    }

    /** Whether events like this one are worth remembering: an attacker could make up any number of other kinds. */
    static boolean isUsual(Occurrence occurrence) {
        return !(occurrence.event() instanceof HttpRequest r)
                || (r.method().length() <= SHORT
                        && (r.version() == null || r.version().length() <= SHORT));
    }

    /** The hash of what {@link #of} would be, without making it. */
    static int hash(Occurrence occurrence) {
        SecurityEvent event = occurrence.event();
        int flags = (occurrence.failedLogin() ? 1 : 0) + (occurrence.hits().isEmpty() ? 2 : 0);
        int hash = event.action().hashCode() * 31 + flags;
        if (event instanceof HttpRequest r) {
            String version = r.version();
            return ((hash * 31 + r.status()) * 31 + r.method().hashCode()) * 31
                    + (version == null ? 0 : version.hashCode());
        }
        if (event instanceof Authentication a) {
            return ((hash * 31 + a.service().hashCode()) * 31 + a.outcome().hashCode()) * 31
                    + (a.invalidUser() ? 1 : 0);
        }
        return hash * 31 + event.outcome().hashCode();
    }

    /** Whether the event is of this kind. */
    boolean fits(Occurrence occurrence) {
        SecurityEvent event = occurrence.event();
        if (event.getClass() != type
                || event.action() != action
                || occurrence.failedLogin() != failedLogin
                || occurrence.hits().isEmpty() != clean) {
            return false;
        }
        if (event instanceof HttpRequest r) {
            return r.status() == status && same(r.method(), method) && same(r.version(), version);
        }
        if (event instanceof Authentication a) {
            return a.outcome() == outcome && a.invalidUser() == invalidUser && same(a.service(), service);
        }
        return event.outcome() == outcome;
    }

    private static boolean same(@Nullable String text, @Nullable String other) {
        return text == null ? other == null : text.equals(other);
    }
}
