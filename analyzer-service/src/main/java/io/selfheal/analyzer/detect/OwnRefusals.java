package io.selfheal.analyzer.detect;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * While a source is blocked, refusals are our own doing and say nothing about it: the packet filter drops and logs what
 * it sends, a web server answers 403 or closes the connection, TCP wrappers refuse it. Counted, they would keep a block
 * alive for ever. What got through and was an attack counts on.
 */
final class OwnRefusals {
    /** Forbidden, too many requests, and nginx's connection closed without an answer. */
    private static final int FORBIDDEN = 403;

    private static final int TOO_MANY = 429;
    private static final int CLOSED = 444;

    private OwnRefusals() {}

    static boolean is(SecurityEvent event) {
        return switch (event) {
            case HttpRequest r -> r.status() == FORBIDDEN || r.status() == TOO_MANY || r.status() == CLOSED;
            case NetworkFlow f -> f.action() == EventAction.FIREWALL_DROP;
            case ApplicationError e ->
                e.action() == EventAction.RATE_LIMITED
                        || (e.action() == EventAction.HTTP_ERROR && says(e.reason(), "denied", "forbidden"));
            case Authentication a ->
                (a.action() == EventAction.PROTOCOL_ERROR || a.action() == EventAction.PREAUTH_DISCONNECT)
                        && says(a.reason(), "refused", "denied");
            case ServiceState s -> false;
            case Report r -> false;
        };
    }

    private static boolean says(@Nullable String reason, String word, String other) {
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return text.contains(word) || text.contains(other);
    }
}
