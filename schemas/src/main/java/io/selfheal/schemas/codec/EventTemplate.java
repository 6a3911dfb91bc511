package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import org.jspecify.annotations.Nullable;

/**
 * Writes a security event as {@link SecurityEventCodec} does, byte for byte, three times as fast: what never changes
 * is copied from templates. Reports, which are rare and hold a map, are left to the other one.
 */
final class EventTemplate {
    private final ByteWriter to;
    private final EndpointTemplate endpoints;

    EventTemplate(ByteWriter to) {
        this.to = to;
        this.endpoints = new EndpointTemplate(to);
    }

    /** The event's bytes; null for a {@link Report}. */
    byte @Nullable [] encode(SecurityEvent event) {
        to.clear();
        return write(event) ? to.take() : null;
    }

    private boolean write(SecurityEvent event) {
        Origin origin = event.origin();
        to.raw(EventPieces.TIME);
        to.timestamp(Timestamps.clampedMillis(origin.time()));
        to.raw(EventPieces.TYPE);
        boolean known =
                switch (event) {
                    case Authentication a -> authentication(a);
                    case HttpRequest r -> request(r);
                    case ApplicationError e -> error(e);
                    case NetworkFlow f -> flow(f);
                    case ServiceState s -> service(s);
                    case Report r -> false;
                };
        if (origin.message() != null) {
            to.raw(EventPieces.MESSAGE);
            quoted(origin.message());
        }
        to.raw('}');
        return known;
    }

    private boolean authentication(Authentication event) {
        type(EventPieces.AUTHENTICATION_TYPE, event);
        if (event.method() != null || event.invalidUser()) {
            to.raw(EventPieces.AUTH);
            if (event.method() != null) {
                to.raw(EventPieces.AUTH_METHOD);
                to.repeated(event.method());
                to.raw('"');
            }
            if (event.invalidUser()) {
                comma(event.method() != null);
                to.raw(EventPieces.INVALID_USER);
            }
            to.raw('}');
        }
        head(event, event.reason());
        to.raw(EventPieces.APPLICATION);
        to.repeated(event.service());
        to.raw(EventPieces.NAMED_END);
        tail(event, null, event.userName());
        return true;
    }

    private boolean request(HttpRequest event) {
        type(EventPieces.HTTP_TYPE, event);
        head(event, null);
        tail(event, null, event.userName());
        to.raw(EventPieces.HTTP);
        to.repeated(event.method());
        if (event.referrer() != null) {
            to.raw(EventPieces.REFERRER);
            to.text(event.referrer());
        }
        to.raw(EventPieces.NAMED_END);
        response(event.status(), event.responseBytes());
        if (event.version() != null) {
            to.raw(EventPieces.VERSION);
            to.repeated(event.version());
            to.raw('"');
        }
        to.raw('}');
        to.raw(EventPieces.URL);
        to.text(event.url());
        if (event.virtualHost() != null) {
            to.raw(EventPieces.DOMAIN);
            to.text(event.virtualHost());
        }
        to.raw(EventPieces.NAMED_END);
        named(EventPieces.AGENT, event.userAgent());
        return true;
    }

    private void response(int status, long bytes) {
        if (status == 0 && bytes == -1) {
            return;
        }
        to.raw(EventPieces.RESPONSE);
        if (status != 0) {
            to.raw(EventPieces.STATUS);
            to.number(status);
        }
        if (bytes != -1) {
            comma(status != 0);
            to.raw(EventPieces.BODY);
            to.number(bytes);
            to.raw('}');
        }
        to.raw('}');
    }

    private boolean error(ApplicationError event) {
        type(EventPieces.ERROR_TYPE, event);
        if (event.module() != null) {
            to.raw(EventPieces.MODULE);
            quoted(event.module());
        }
        head(event, event.reason());
        tail(event, event.level(), event.userName());
        named(EventPieces.URL, event.url());
        return true;
    }

    private boolean flow(NetworkFlow event) {
        type(EventPieces.FLOW_TYPE, event);
        head(event, null);
        endpoints.write(EventPieces.DESTINATION, event.destination(), event.destinationPort(), null);
        named(EventPieces.TRANSPORT, event.transport());
        named(EventPieces.RULE, event.rule());
        tail(event, null, null);
        return true;
    }

    private boolean service(ServiceState event) {
        type(EventPieces.SERVICE_TYPE, event);
        head(event, event.result());
        tail(event, null, null);
        named(EventPieces.SERVICE, event.unit());
        return true;
    }

    private void type(Piece type, SecurityEvent event) {
        to.raw(type);
        if (event.origin().count() != 1) {
            to.raw(EventPieces.COUNT);
            to.number(event.origin().count());
        }
    }

    /** From {@code event} to {@code source}. */
    private void head(SecurityEvent event, @Nullable String reason) {
        Origin origin = event.origin();
        to.raw(EventPieces.ID);
        to.text(origin.id());
        to.raw(EventPieces.ACTIONS.get(event.action()));
        to.raw(EventPieces.OUTCOMES.get(event.outcome()));
        to.raw(EventPieces.DATASET);
        to.repeated(origin.dataset());
        if (reason != null) {
            to.raw(EventPieces.REASON);
            to.text(reason);
        }
        to.raw(EventPieces.HOST);
        to.repeated(origin.host());
        to.raw(EventPieces.NAMED_END);
        endpoints.write(EventPieces.SOURCE, origin.source(), origin.sourcePort(), origin.place());
    }

    /** From {@code process} to {@code user}. */
    private void tail(SecurityEvent event, @Nullable String level, @Nullable String userName) {
        Origin origin = event.origin();
        if (origin.process() != null || origin.pid() != 0) {
            to.raw(EventPieces.PROCESS);
            if (origin.process() != null) {
                to.raw(EventPieces.NAME);
                to.repeated(origin.process());
                to.raw('"');
            }
            if (origin.pid() != 0) {
                comma(origin.process() != null);
                to.raw(EventPieces.PID);
                to.number(origin.pid());
            }
            to.raw('}');
        }
        LogPosition log = origin.log();
        if (level != null || log != null) {
            to.raw(EventPieces.LOG);
            if (level != null) {
                to.raw(EventPieces.LEVEL);
                quoted(level);
            }
            if (log != null) {
                comma(level != null);
                to.raw(EventPieces.PATH);
                to.repeated(log.path());
                to.raw(EventPieces.OFFSET);
                to.number(log.offset());
            }
            to.raw('}');
        }
        named(EventPieces.CONTAINER, log == null ? null : log.container());
        named(EventPieces.USER, userName);
    }

    /** An object with one text, left out where the text is null. */
    private void named(Piece opening, @Nullable String text) {
        if (text != null) {
            to.raw(opening);
            to.text(text);
            to.raw(EventPieces.NAMED_END);
        }
    }

    private void quoted(String text) {
        to.text(text);
        to.raw('"');
    }

    private void comma(boolean needed) {
        if (needed) {
            to.raw(',');
        }
    }
}
