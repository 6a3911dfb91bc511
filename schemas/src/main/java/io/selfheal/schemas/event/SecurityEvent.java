package io.selfheal.schemas.event;

import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one log line, or one report, meant. Written only by the collector (and the console's HTTP intake); keyed by
 * {@link #key()}; JSON in the Elastic Common Schema.
 */
public sealed interface SecurityEvent
        permits Authentication, HttpRequest, ApplicationError, NetworkFlow, ServiceState, Report {

    Origin origin();

    /** ECS {@code event.action}. */
    EventAction action();

    /** ECS {@code event.outcome}. */
    EventOutcome outcome();

    default String id() {
        return origin().id();
    }

    default Instant time() {
        return origin().time();
    }

    default @Nullable IpAddress source() {
        return origin().source();
    }

    /** ECS {@code user.name}, as the attacker wrote it; null where the event names none. */
    default @Nullable String user() {
        return switch (this) {
            case Authentication a -> a.userName();
            case HttpRequest r -> r.userName();
            case ApplicationError e -> e.userName();
            case Report r -> r.userName();
            case NetworkFlow f -> null;
            case ServiceState s -> null;
        };
    }

    /** The same event with its source's place. */
    default SecurityEvent at(Place place) {
        return with(origin().at(place));
    }

    /** The same event from another origin. */
    default SecurityEvent with(Origin o) {
        return switch (this) {
            case Authentication a ->
                new Authentication(
                        o, a.action(), a.outcome(), a.service(), a.userName(), a.invalidUser(), a.method(), a.reason());
            case HttpRequest r ->
                new HttpRequest(
                        o,
                        r.method(),
                        r.url(),
                        r.version(),
                        r.status(),
                        r.responseBytes(),
                        r.referrer(),
                        r.userAgent(),
                        r.virtualHost(),
                        r.userName());
            case ApplicationError e ->
                new ApplicationError(
                        o, e.action(), e.outcome(), e.level(), e.module(), e.reason(), e.url(), e.userName());
            case NetworkFlow f ->
                new NetworkFlow(o, f.action(), f.destination(), f.destinationPort(), f.transport(), f.rule());
            case ServiceState s -> new ServiceState(o, s.action(), s.unit(), s.result());
            case Report r -> new Report(o, r.type(), r.severity(), r.userName(), r.details());
        };
    }

    /** The topic's key: the source address where there is one, else the host. */
    default String key() {
        IpAddress source = origin().source();
        return source == null ? origin().host() : source.toString();
    }
}
