package io.selfheal.responder.heal;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A unit that may be restarted.
 *
 * @param name for example {@code nginx.service}
 * @param restartsPerHour the budget
 * @param backOff wait before the first restart of an hour; doubles with each further one
 * @param settle how long it may take to start: it is not probed before, and must live that long after a restart
 * @param probe what must answer then, and while it runs
 * @param probeEvery how often it is asked while the unit runs
 * @param probeFailures after how many misses in a row the unit is restarted; 0 for never
 * @param needs watched units that must run first, beside those that the service manager knows
 */
public record WatchedUnit(
        String name,
        int restartsPerHour,
        Duration backOff,
        Duration settle,
        Optional<URI> probe,
        Duration probeEvery,
        int probeFailures,
        Set<String> needs) {
    public WatchedUnit {
        needs = Set.copyOf(needs);
    }
}
