package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads a security event in exactly the form that {@link EventTemplate} writes, section by section in its order. Used
 * once for one record. Whatever deviates, and every report, is left to {@link SecurityEventCodec}: this class accepts
 * a subset of what that one accepts, with the same result.
 */
final class EventScanner {
    private final ByteScanner in;
    private final OriginScanner shared;

    EventScanner(byte[] bytes, TextTable cache) {
        in = new ByteScanner(bytes, cache);
        shared = new OriginScanner(in);
    }

    /** The event; null if the bytes are not in the canonical form, which does not mean that they are wrong. */
    @Nullable
    SecurityEvent scan() {
        shared.first();
        if (in.failed()) {
            return null;
        }
        try {
            return ofType();
        } catch (IllegalArgumentException e) {
            return null; // a rule of a record is broken: the slow way says which
        }
    }

    private @Nullable SecurityEvent ofType() {
        if (in.accept(EventPieces.AUTHENTICATION_TYPE)) {
            return authentication();
        }
        if (in.accept(EventPieces.HTTP_TYPE)) {
            return request();
        }
        if (in.accept(EventPieces.ERROR_TYPE)) {
            return error();
        }
        if (in.accept(EventPieces.FLOW_TYPE)) {
            return flow();
        }
        return in.accept(EventPieces.SERVICE_TYPE) ? service() : null;
    }

    private @Nullable SecurityEvent authentication() {
        shared.count();
        String method = null;
        boolean invalidUser = false;
        if (in.accept(EventPieces.AUTH)) {
            method = shared.knownField(EventPieces.AUTH_METHOD);
            if (method == null || in.accept(',')) {
                in.expect(EventPieces.INVALID_USER);
                invalidUser = true;
            }
            in.expect('}');
        }
        shared.head();
        String service = shared.knownNamed(EventPieces.APPLICATION);
        shared.tail();
        Origin origin = shared.last();
        EventAction action = shared.action;
        EventOutcome outcome = shared.outcome;
        if (origin == null || action == null || outcome == null || service == null) {
            return null;
        }
        return new Authentication(origin, action, outcome, service, shared.user, invalidUser, method, shared.reason);
    }

    private @Nullable SecurityEvent request() {
        shared.count();
        shared.head();
        shared.tail();
        in.expect(EventPieces.HTTP);
        String method = in.knownText();
        String referrer = in.accept(EventPieces.REFERRER) ? in.text() : null;
        in.expect(EventPieces.NAMED_END);
        int status = 0;
        long size = -1;
        if (in.accept(EventPieces.RESPONSE)) {
            boolean hasStatus = in.accept(EventPieces.STATUS);
            status = hasStatus ? in.int32() : 0;
            if (!hasStatus || in.accept(',')) {
                in.expect(EventPieces.BODY);
                size = in.number();
                in.expect('}');
            }
            in.expect('}');
        }
        String version = shared.knownField(EventPieces.VERSION);
        in.expect('}');
        in.expect(EventPieces.URL);
        String url = in.text();
        String virtualHost = in.accept(EventPieces.DOMAIN) ? in.knownText() : null;
        in.expect(EventPieces.NAMED_END);
        String agent = shared.named(EventPieces.AGENT);
        Origin origin = shared.last();
        if (origin == null || shared.action == null) {
            return null;
        }
        return new HttpRequest(origin, method, url, version, status, size, referrer, agent, virtualHost, shared.user);
    }

    private @Nullable SecurityEvent error() {
        shared.count();
        String module = shared.knownField(EventPieces.MODULE);
        shared.head();
        shared.tail();
        String url = shared.named(EventPieces.URL);
        Origin origin = shared.last();
        EventAction action = shared.action;
        EventOutcome outcome = shared.outcome;
        String reason = shared.reason;
        if (origin == null || action == null || outcome == null || reason == null) {
            return null;
        }
        return new ApplicationError(origin, action, outcome, shared.level, module, reason, url, shared.user);
    }

    private @Nullable SecurityEvent flow() {
        shared.count();
        shared.head();
        IpAddress destination = null;
        int port = 0;
        if (in.accept(EventPieces.DESTINATION)) {
            boolean hasAddress = in.accept(EventPieces.IP);
            if (hasAddress) {
                destination = in.address();
                in.expect('"');
            }
            if (!hasAddress || in.accept(',')) {
                in.expect(EventPieces.PORT);
                port = in.int32();
            }
            in.expect('}');
        }
        String transport = shared.knownNamed(EventPieces.TRANSPORT);
        String rule = shared.knownNamed(EventPieces.RULE);
        shared.tail();
        Origin origin = shared.last();
        EventAction action = shared.action;
        if (origin == null || action == null || transport == null) {
            return null;
        }
        return new NetworkFlow(origin, action, destination, port, transport, rule);
    }

    private @Nullable SecurityEvent service() {
        shared.count();
        shared.head();
        shared.tail();
        String unit = shared.knownNamed(EventPieces.SERVICE);
        Origin origin = shared.last();
        EventAction action = shared.action;
        return origin == null || action == null || unit == null
                ? null
                : new ServiceState(origin, action, unit, shared.reason);
    }
}
