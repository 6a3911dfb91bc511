package io.selfheal.collector.publish;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;

/** Events without their line's text, for when they are larger than Kafka takes. */
final class Shortened {
    private Shortened() {}

    static SecurityEvent withoutMessage(SecurityEvent event) {
        Origin bare = bare(event.origin());
        return switch (event) {
            case Authentication a ->
                new Authentication(
                        bare,
                        a.action(),
                        a.outcome(),
                        a.service(),
                        a.userName(),
                        a.invalidUser(),
                        a.method(),
                        a.reason());
            case HttpRequest r ->
                new HttpRequest(
                        bare,
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
                        bare, e.action(), e.outcome(), e.level(), e.module(), e.reason(), e.url(), e.userName());
            case NetworkFlow f ->
                new NetworkFlow(bare, f.action(), f.destination(), f.destinationPort(), f.transport(), f.rule());
            case ServiceState s -> new ServiceState(bare, s.action(), s.unit(), s.result());
            case Report r -> new Report(bare, r.type(), r.severity(), r.userName(), r.details());
        };
    }

    private static Origin bare(Origin o) {
        return new Origin(
                o.id(),
                o.time(),
                o.host(),
                o.dataset(),
                o.source(),
                o.sourcePort(),
                o.place(),
                o.count(),
                o.process(),
                o.pid(),
                o.log(),
                null);
    }
}
