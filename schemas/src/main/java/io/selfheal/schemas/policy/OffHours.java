package io.selfheal.schemas.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * When nobody is expected to log in (DET-32). What logins are worth is multiplied then, within a bound.
 *
 * @param factor 1 for no difference, at most 2
 * @param from when the time without people begins
 * @param to when it ends; before {@code from} it ends on the next day
 * @param weekends whether Saturdays and Sundays belong to it as a whole
 * @param zone whose clock is meant
 */
public record OffHours(double factor, LocalTime from, LocalTime to, boolean weekends, ZoneId zone) {
    /** No time differs from another. */
    public static final OffHours NONE = new OffHours(1, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, false, ZoneOffset.UTC);

    public OffHours {
        boolean fits = factor >= 1 && factor <= 2;
        if (!fits) {
            throw new IllegalArgumentException("offHours.factor " + factor + " is out of range; allowed: 1 to 2");
        }
    }

    /** Whether the moment lies in it and makes a difference. */
    public boolean holdsAt(Instant time) {
        if (factor == 1) {
            return false;
        }
        ZonedDateTime local = time.atZone(zone);
        DayOfWeek day = local.getDayOfWeek();
        if (weekends && (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY)) {
            return true;
        }
        LocalTime clock = local.toLocalTime();
        boolean after = !clock.isBefore(from);
        boolean before = clock.isBefore(to);
        return from.isBefore(to) ? after && before : !from.equals(to) && (after || before);
    }
}
