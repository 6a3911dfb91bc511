package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Writes an end of a connection for {@link EventTemplate}: address, port, and where on earth and in the net it is. */
final class EndpointTemplate {
    private final ByteWriter to;

    EndpointTemplate(ByteWriter to) {
        this.to = to;
    }

    /** The object; nothing where nothing of it is known. */
    void write(Piece name, @Nullable IpAddress address, int port, @Nullable Place place) {
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
            to.text(country);
            to.raw('"');
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
            to.text(organization);
            to.raw('"');
            to.raw('}');
        }
        to.raw('}');
    }

    private void comma(boolean needed) {
        if (needed) {
            to.raw(',');
        }
    }
}
