package io.selfheal.schemas.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that another system has already classified: HTTP intake, resource watchers, malware scanners.
 *
 * @param origin where and when
 * @param type which threat it reports
 * @param severity the reporter's own opinion; recorded, never part of the score (DET-04)
 * @param userName {@code user.name}; null when it names none
 * @param details {@code selfheal.details}: bounded extra facts, names to texts
 */
public record Report(
        Origin origin,
        ThreatType type,
        ReportedSeverity severity,
        @Nullable String userName,
        Map<String, String> details)
        implements SecurityEvent {
    public Report {
        details = Map.copyOf(details);
    }

    @Override
    public EventAction action() {
        return EventAction.REPORTED;
    }

    @Override
    public EventOutcome outcome() {
        return EventOutcome.UNKNOWN;
    }
}
