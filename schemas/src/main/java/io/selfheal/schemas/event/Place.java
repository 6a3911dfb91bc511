package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is said to be.
 *
 * @param country {@code source.geo.country_iso_code}, two letters; null when unknown
 * @param asNumber {@code source.as.number}, 0 when unknown
 * @param asOrganization {@code source.as.organization.name}; null when unknown
 * @param location {@code source.geo.location}; null when unknown
 */
public record Place(
        @Nullable String country,
        long asNumber,
        @Nullable String asOrganization,
        @Nullable GeoPoint location) {
    /** A place without a point. */
    public Place(@Nullable String country, long asNumber, @Nullable String asOrganization) {
        this(country, asNumber, asOrganization, null);
    }
}
