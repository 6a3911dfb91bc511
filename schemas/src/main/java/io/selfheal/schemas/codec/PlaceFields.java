package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code geo} and {@code as} inside {@code source}. */
final class PlaceFields {
    private PlaceFields() {}

    static void write(@Nullable Place place, JsonWriter to) throws IOException {
        if (place == null) {
            return;
        }
        to.begin("geo").text("country_iso_code", place.country());
        GeoPoint location = place.location();
        if (location != null) {
            to.begin("location").decimal("lat", location.latitude());
            to.decimal("lon", location.longitude()).end();
        }
        to.end();
        to.begin("as").numberUnless(0, "number", place.asNumber());
        to.begin("organization").text("name", place.asOrganization()).end().end();
    }

    static @Nullable Place read(Fields source) throws DecodeException {
        if (!source.has("geo") && !source.has("as")) {
            return null;
        }
        Fields as = source.in("as");
        Fields geo = source.in("geo");
        Fields location = geo.in("location");
        return new Place(
                geo.textOrNull("country_iso_code"),
                as.integerOr("number", 0, Long.MIN_VALUE, Long.MAX_VALUE),
                as.in("organization").textOrNull("name"),
                geo.has("location") ? new GeoPoint(location.decimal("lat"), location.decimal("lon")) : null);
    }
}
