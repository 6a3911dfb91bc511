package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes a security event as {@link SecurityEventCodec} does, byte for byte, three times as fast: what never changes
 * is copied from templates. Reports, which are rare and hold a map, are left to the other one.
 */
final class EventTemplate {
    private final ByteWriter to;

    EventTemplate(ByteWriter to) {
        this.to = to;
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
        endpoint(EventPieces.DESTINATION, event.destination(), event.destinationPort(), null);
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
        endpoint(EventPieces.SOURCE, origin.source(), origin.sourcePort(), origin.place());
    }

    private void endpoint(Piece name, @Nullable IpAddress address, int port, @Nullable Place place) {
        boolean hasGeo = place != null && (place.country() != null || place.location() != null);
        boolean hasAs = place != null && (place.asNumber() != 0 || place.asOrganization() != null);
        if (address == null && port == 0 && !hasGeo && !hasAs) {
            return;
        }
        to.raw(name);
        if (address != null) {
            to.raw(EventPieces.IP);
            to.address(address);
            to.raw('"');
        }
        if (port != 0) {
            comma(address != null);
            to.raw(EventPieces.PORT);
            to.number(port);
        }
        if (place != null && hasGeo) {
            comma(address != null || port != 0);
            geo(place.country(), place.location());
        }
        if (place != null && hasAs) {
            comma(address != null || port != 0 || hasGeo);
            autonomousSystem(place.asNumber(), place.asOrganization());
        }
        to.raw('}');
    }

    private void geo(@Nullable String country, @Nullable GeoPoint location) {
        to.raw(EventPieces.GEO);
        if (country != null) {
            to.raw(EventPieces.COUNTRY);
            quoted(country);
        }
        if (location != null) {
            comma(country != null);
            to.raw(EventPieces.LOCATION);
            to.decimal(location.latitude());
            to.raw(EventPieces.LONGITUDE);
            to.decimal(location.longitude());
            to.raw('}');
        }
        to.raw('}');
    }

    private void autonomousSystem(long number, @Nullable String organization) {
        to.raw(EventPieces.AS);
        if (number != 0) {
            to.raw(EventPieces.NUMBER);
            to.number(number);
        }
        if (organization != null) {
            comma(number != 0);
            to.raw(EventPieces.ORGANIZATION);
            quoted(organization);
            to.raw('}');
        }
        to.raw('}');
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
