package io.selfheal.analyzer.geo;

import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives events their source's place. Remembers the answers for the sources that were asked last, so that one that comes
 * again costs a comparison. For one thread; at most 4 MiB.
 */
public final class GeoStamp {
    private static final int SLOTS = 1 << 15;

    private record Answer(IpAddress address, @Nullable Place place) {}

    private final Places places;
    private @Nullable Answer @Nullable [] answers;
    private int version;

    public GeoStamp(Places places) {
        this.places = places;
    }

    /** The event with its place; the event itself where none is known, or where its writer knew one. */
    public SecurityEvent stamp(SecurityEvent event) {
        IpAddress source = event.source();
        int now = places.version();
        if (now == 0 || source == null || event.origin().place() != null) {
            return event;
        }
        Place place = placeOf(source, now);
        return place == null ? event : event.at(place);
    }

    /** Where the address is; null where none of the databases knows it. */
    public @Nullable Place placeOf(IpAddress source) {
        int now = places.version();
        return now == 0 ? null : placeOf(source, now);
    }

    private @Nullable Place placeOf(IpAddress source, int now) {
        @Nullable Answer[] known = answers;
        if (known == null) {
            known = new Answer[SLOTS];
            answers = known;
        } else if (version != now) {
            Arrays.fill(known, null);
        }
        version = now;
        int slot = source.hashCode() & (SLOTS - 1);
        Answer answer = known[slot];
        if (answer == null || !answer.address().equals(source)) {
            answer = new Answer(source, places.of(source));
            known[slot] = answer;
        }
        return answer.place();
    }
}
