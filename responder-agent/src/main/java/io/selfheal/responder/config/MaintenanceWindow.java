package io.selfheal.responder.config;

import io.selfheal.responder.schedule.Schedule;
import io.selfheal.schemas.config.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A time that comes back, in which people work on this node (HLT-05). */
public record MaintenanceWindow(
        @Setting(doc = "Its name.", allowed = "a-z, 0-9 and -, at most 40 characters")
        String name,

        @Setting(doc = "When it begins, in the node's time zone: minute hour day-of-month month day-of-week.")
        Schedule when,

        @Setting(doc = "How long it is.", value = "2h", allowed = "1m to 7d")
        Duration duration,

        @Setting(
                doc = "So long before it begins `selfheal check --due` looks at packages and firmware once more,"
                        + " whatever care.yaml's schedules say.",
                value = "24h",
                allowed = "1h to 7d")
        Duration checksBefore) {
    private static final Duration LONGEST = Duration.ofDays(7);

    public MaintenanceWindow {
        require(name.matches("[a-z0-9][a-z0-9-]{0,39}"), "name is not allowed; allowed: a-z, 0-9 and -");
        require(
                duration.compareTo(Duration.ofMinutes(1)) >= 0 && duration.compareTo(LONGEST) <= 0,
                "duration is out of range; allowed: 1m to 7d");
        require(
                checksBefore.compareTo(Duration.ofHours(1)) >= 0 && checksBefore.compareTo(LONGEST) <= 0,
                "checks-before is out of range; allowed: 1h to 7d");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * When one is, or is next.
     *
     * @param begins may be in the past while the window is open
     */
    public record Coming(String name, Instant begins, Instant ends) {
        public boolean isOpen(Instant now) {
            return !begins.isAfter(now);
        }
    }

    /** The window that is open, or else the next one; empty for a date that never comes. */
    Optional<Coming> coming(Instant now, ZoneId zone) {
        // One that began less than its duration ago is open.
        return when.next(now.minus(duration), zone).map(begins -> new Coming(name, begins, begins.plus(duration)));
    }

    /** The one of several that is open or comes first. */
    public static Optional<Coming> first(List<MaintenanceWindow> windows, Instant now, ZoneId zone) {
        return windows.stream()
                .flatMap(window -> window.coming(now, zone).stream())
                .min(Comparator.comparing(Coming::begins));
    }

    /** Whether it begins so soon that a look before it is due, and there was none since then. */
    public boolean asksForALook(Optional<Instant> lastLook, Instant now, ZoneId zone) {
        return when.next(now, zone)
                .map(begins -> begins.minus(checksBefore))
                .filter(from -> !now.isBefore(from))
                .filter(from -> lastLook.isEmpty()
                        || lastLook.get().isBefore(from)
                        || lastLook.get().isAfter(now))
                .isPresent();
    }
}
