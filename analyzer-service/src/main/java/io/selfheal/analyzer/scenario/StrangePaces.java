package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.ScenarioState;
import io.selfheal.analyzer.profile.ScenarioStates;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import org.jspecify.annotations.Nullable;

/** Steps of the scenarios that know what is usual for a subject. */
final class StrangePaces {
    /** Values that are remembered of one subject. */
    private static final int MAX_VALUES = 64;
    /** Coordinates are kept as whole ten-thousandths of a degree, which is all that {@link GeoPoint} has. */
    private static final double STEPS = 10_000;

    private static final int UNKNOWN = Integer.MIN_VALUE;

    private StrangePaces() {}

    /**
     * The state's first entry says when learning began and how many events there were; the others are the values with
     * the time at which each was last seen.
     */
    static boolean firstSeen(Pace.FirstSeen pace, Occurrence now, int id, ScenarioStates states) {
        long found = pace.field().hashOf(now);
        if (found == Field.NONE) {
            return false;
        }
        int value = (int) found;
        ScenarioState state = states.of(id);
        if (state.size() == 0) {
            state.add(now.second(), 0, MAX_VALUES);
        }
        int since = state.time(0);
        int sightings = state.value(0);
        state.set(0, Math.min(since, now.second()), Math.min(sightings + 1, Integer.MAX_VALUE - 1));
        for (int i = 1; i < state.size(); i++) {
            boolean remembered = now.second() - state.time(i) < Paces.seconds(pace.remember());
            if (state.value(i) == value && remembered) {
                state.set(i, Math.max(state.time(i), now.second()), value);
                return false;
            }
        }
        learn(state, now.second(), value);
        return sightings >= pace.sightings() && now.second() - since >= Paces.seconds(pace.learning());
    }

    private static void learn(ScenarioState state, int second, int value) {
        int place = 1;
        for (int i = 1; i < state.size(); i++) {
            if (state.value(i) == value) {
                state.set(i, second, value);
                return;
            }
            place = state.time(i) < state.time(place) ? i : place;
        }
        if (state.size() < MAX_VALUES) {
            state.add(second, value, MAX_VALUES);
        } else {
            state.set(place, second, value);
        }
    }

    /** The state's three entries are the last place: latitude, longitude, country; all of one time. */
    static boolean travel(Pace.Travel pace, Occurrence now, int id, ScenarioStates states) {
        Place place = now.event().origin().place();
        if (place == null || (place.location() == null && place.country() == null)) {
            return false;
        }
        GeoPoint point = place.location();
        int[] here = {
            point == null ? UNKNOWN : (int) Math.round(point.latitude() * STEPS),
            point == null ? UNKNOWN : (int) Math.round(point.longitude() * STEPS),
            place.country() == null ? UNKNOWN : Hashes.of(place.country())
        };
        ScenarioState state = states.of(id);
        boolean tooFar = state.size() == here.length && isTooFar(pace, now.second(), point, here, state);
        if (state.size() < here.length || now.second() >= state.time(0)) {
            state.clear();
            for (int part : here) {
                state.add(now.second(), part, here.length);
            }
        }
        return tooFar;
    }

    private static boolean isTooFar(
            Pace.Travel pace, int second, @Nullable GeoPoint point, int[] here, ScenarioState before) {
        int seconds = Math.max(1, Math.abs(second - before.time(0)));
        if (point != null && before.value(0) != UNKNOWN) {
            double kilometres = point.kilometresTo(new GeoPoint(before.value(0) / STEPS, before.value(1) / STEPS));
            return seconds <= Paces.seconds(pace.window())
                    && kilometres > pace.distance()
                    && kilometres > (double) pace.speed() * seconds / 3600;
        }
        return here[2] != UNKNOWN
                && before.value(2) != UNKNOWN
                && here[2] != before.value(2)
                && seconds <= Paces.seconds(pace.countries());
    }
}
