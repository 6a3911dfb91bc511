package io.selfheal.schemas.event;

/**
 * A point on the Earth, to four decimals (11 m): databases of addresses know no better, and one form of each point
 * gives one text.
 *
 * @param latitude {@code source.geo.location.lat}, degrees north, -90 to 90
 * @param longitude {@code source.geo.location.lon}, degrees east, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {
    private static final double STEPS = 10_000;
    private static final double EARTH_RADIUS_KM = 6_371;

    public GeoPoint {
        latitude = degrees("source.geo.location.lat", latitude, 90);
        longitude = degrees("source.geo.location.lon", longitude, 180);
    }

    /** Great-circle distance (haversine), in kilometres. */
    public double kilometresTo(GeoPoint other) {
        double north = Math.toRadians(other.latitude - latitude);
        double east = Math.toRadians(other.longitude - longitude);
        double a = Math.pow(Math.sin(north / 2), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(east / 2), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    private static double degrees(String field, double value, int most) {
        if (!(Math.abs(value) <= most)) {
            throw new IllegalArgumentException(
                    field + " " + value + " is out of range; allowed: -" + most + " to " + most);
        }
        return Math.round(value * STEPS) / STEPS;
    }
}
