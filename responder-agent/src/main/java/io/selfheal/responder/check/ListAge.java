package io.selfheal.responder.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How old a package manager's lists are: old ones say little about today. */
final class ListAge {
    private static final Duration STALE = Duration.ofDays(3);

    private ListAge() {}

    /**
     * @param newest when the youngest was fetched
     * @param command fetches them
     * @return nothing, or what is to be said
     */
    static List<String> hint(Instant newest, Instant now, String command) {
        return Duration.between(newest, now).compareTo(STALE) > 0
                ? List.of("the package lists are of " + newest + ": run " + command)
                : List.of();
    }
}
