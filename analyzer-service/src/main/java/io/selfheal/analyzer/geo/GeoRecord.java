package io.selfheal.analyzer.geo;

import com.maxmind.db.MaxMindDbParameter;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One record of a database, as far as we need it; the reader steps over all other fields. The forms that are
 * understood, from their publishers' documentation:
 *
 * <ul>
 *   <li>GeoLite2, GeoIP2 and DB-IP City and Country: {@code country.iso_code}, else {@code
 *       registered_country.iso_code}, {@code location.latitude} and {@code .longitude};
 *   <li>GeoLite2 and DB-IP ASN: {@code autonomous_system_number}, {@code autonomous_system_organization}; in GeoIP2
 *       Enterprise the same under {@code traits};
 *   <li>IPinfo Lite: {@code country_code}, {@code asn} as {@code "AS64500"}, {@code as_name}; the older IPinfo files
 *       with the code in {@code country} and coordinates in {@code lat}/{@code lng} or {@code latitude}/{@code
 *       longitude}.
 * </ul>
 *
 * <p>A field of another type than expected says nothing; it is not an error. Public, because the reader has to make it.
 */
public record GeoRecord(
        @MaxMindDbParameter(name = "country") @Nullable Object country,
        @MaxMindDbParameter(name = "country_code") @Nullable Object countryCode,

        @MaxMindDbParameter(name = "registered_country") @Nullable
        Object registeredCountry,

        @MaxMindDbParameter(name = "location") @Nullable Object location,
        @MaxMindDbParameter(name = "latitude") @Nullable Object latitude,
        @MaxMindDbParameter(name = "longitude") @Nullable Object longitude,
        @MaxMindDbParameter(name = "lat") @Nullable Object lat,
        @MaxMindDbParameter(name = "lng") @Nullable Object lng,

        @MaxMindDbParameter(name = "autonomous_system_number") @Nullable
        Object systemNumber,

        @MaxMindDbParameter(name = "autonomous_system_organization") @Nullable
        Object systemOrganization,

        @MaxMindDbParameter(name = "asn") @Nullable Object asn,
        @MaxMindDbParameter(name = "as_name") @Nullable Object asName,
        @MaxMindDbParameter(name = "traits") @Nullable Object traits) {
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern SYSTEM = Pattern.compile("(?:AS)?([0-9]{1,10})");
    private static final long MAX_SYSTEM = 0xFFFF_FFFFL;
    private static final int MAX_NAME = 120;

    /** What it says; null if nothing that we understand. */
    @Nullable
    Place place() {
        String where = first(isoCode(field(country, "iso_code")), isoCode(countryCode), isoCode(country));
        if (where == null) {
            where = isoCode(field(registeredCountry, "iso_code"));
        }
        long number = firstSystem(systemNumber, asn, field(traits, "autonomous_system_number"));
        String name =
                first(name(systemOrganization), name(asName), name(field(traits, "autonomous_system_organization")));
        GeoPoint point = point(field(location, "latitude"), field(location, "longitude"));
        if (point == null) {
            point = latitude == null ? point(lat, lng) : point(latitude, longitude);
        }
        return where == null && number == 0 && name == null && point == null
                ? null
                : new Place(where, number, name, point);
    }

    private static @Nullable Object field(@Nullable Object map, String name) {
        return map instanceof Map<?, ?> fields ? fields.get(name) : null;
    }

    @SafeVarargs
    private static <T> @Nullable T first(@Nullable T... values) {
        for (T value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String isoCode(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        String code = text.toUpperCase(Locale.ROOT);
        return COUNTRY.matcher(code).matches() ? code : null;
    }

    private static @Nullable String name(@Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            return null;
        }
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }

    private static long firstSystem(@Nullable Object... values) {
        for (Object value : values) {
            if (value == null) {
                continue;
            }
            var matcher = SYSTEM.matcher(value.toString().toUpperCase(Locale.ROOT));
            long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
            if (number > 0 && number <= MAX_SYSTEM) {
                return number;
            }
        }
        return 0;
    }

    private static @Nullable GeoPoint point(@Nullable Object north, @Nullable Object east) {
        double latitude = degrees(north);
        double longitude = degrees(east);
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? new GeoPoint(latitude, longitude) : null;
    }

    /** Not a number where it is none. */
    private static double degrees(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text && text.length() <= 24 ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
