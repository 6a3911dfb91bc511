package io.selfheal.notifier.incident;

import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which alerts are not told, and why. */
public final class QuietRules {
    /** Why an alert is not told. */
    public enum Reason {
        TOO_OLD,
        QUIET_KIND,
        QUIET_HOURS
    }

    private final Duration maxAge;
    private final Set<String> kinds;
    private final Optional<LocalTime> from;
    private final Optional<LocalTime> until;
    private final ZoneId zone;
    private final Severity exceptFrom;
    private final InstantSource time;

    public QuietRules(NotifierConfig config, InstantSource time) {
        this.maxAge = config.maxAge();
        this.kinds = Set.copyOf(config.quiet().kinds().orElse(List.of()));
        this.from = config.quiet().from();
        this.until = config.quiet().until();
        this.zone = config.quiet().zone();
        this.exceptFrom = config.quiet().exceptFrom();
        this.time = time;
    }

    /** Empty: it is told. */
    public Optional<Reason> silences(Alert alert) {
        if (alert.time().isBefore(time.instant().minus(maxAge))) {
            return Optional.of(Reason.TOO_OLD);
        }
        if (kinds.contains(alert.kind())) {
            return Optional.of(Reason.QUIET_KIND);
        }
        boolean quiet = alert.severity().compareTo(exceptFrom) < 0 && isQuietHour();
        return quiet ? Optional.of(Reason.QUIET_HOURS) : Optional.empty();
    }

    private boolean isQuietHour() {
        if (from.isEmpty() || until.isEmpty()) {
            return false;
        }
        LocalTime now = LocalTime.ofInstant(time.instant(), zone);
        boolean afterStart = !now.isBefore(from.get());
        boolean beforeEnd = now.isBefore(until.get());
        boolean overMidnight = from.get().isAfter(until.get());
        return overMidnight ? afterStart || beforeEnd : afterStart && beforeEnd;
    }
}
