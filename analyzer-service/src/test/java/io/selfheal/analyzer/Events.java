package io.selfheal.analyzer;

import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for tests: each call makes a new one, with an id of its own. */
public final class Events {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    public static final String SOURCE = "198.51.100.7";

    private int made;

    public SecurityEvent report(ThreatType type, Instant at) {
        return new Report(origin(SOURCE, at, 1), type, ReportedSeverity.MEDIUM, null, Map.of());
    }

    public SecurityEvent reportOf(ThreatType type, Instant at, String user) {
        return new Report(origin(SOURCE, at, 1), type, ReportedSeverity.MEDIUM, user, Map.of());
    }

    public SecurityEvent failedLogin(Instant at) {
        return login(SOURCE, at, EventOutcome.FAILURE, 1);
    }

    public SecurityEvent failedLogins(Instant at, int count) {
        return login(SOURCE, at, EventOutcome.FAILURE, count);
    }

    public SecurityEvent successfulLogin(Instant at) {
        return login(SOURCE, at, EventOutcome.SUCCESS, 1);
    }

    public SecurityEvent login(String source, Instant at, EventOutcome outcome, int count) {
        return new Authentication(
                origin(source, at, count), EventAction.LOGIN, outcome, "webapp", "anna", false, "password", null);
    }

    public SecurityEvent request(String url, int status, Instant at) {
        return request(SOURCE, url, status, at);
    }

    public SecurityEvent request(String source, String url, int status, Instant at) {
        return new HttpRequest(origin(source, at, 1), "GET", url, "1.1", status, 512, null, "Mozilla/5.0", null, null);
    }

    public Origin origin(@Nullable String source, Instant at, int count) {
        made++;
        return new Origin(
                "event-" + made,
                at,
                "web1",
                "test",
                source == null ? null : IpAddress.parse(source),
                0,
                null,
                count,
                null,
                10_000 + made,
                null,
                null);
    }
}
