package io.selfheal.collector.parse;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An event as names and texts, as the {@code expect:} lists of rule files write them; null is the empty text. */
public final class EventFacts {
    private final Map<String, String> facts = new TreeMap<>();

    private EventFacts() {}

    public static Map<String, String> of(SecurityEvent event) {
        EventFacts all = new EventFacts();
        all.put("source", event.source());
        all.put("port", event.origin().sourcePort());
        all.put("user", event.user());
        all.put("action", event.action().wireName());
        all.put("outcome", event.outcome().name().toLowerCase(Locale.ROOT));
        all.put("time", event.time());
        all.put("host", event.origin().host());
        all.put("count", event.origin().count());
        all.put("process", event.origin().process());
        all.put("pid", event.origin().pid());
        all.put("dataset", event.origin().dataset());
        switch (event) {
            case Authentication a -> {
                all.put("service", a.service());
                all.put("method", a.method());
                all.put("invalid", a.invalidUser());
                all.put("reason", a.reason());
            }
            case HttpRequest r -> {
                all.put("method", r.method());
                all.put("url", r.url());
                all.put("version", r.version());
                all.put("status", r.status());
                all.put("bytes", r.responseBytes());
                all.put("referrer", r.referrer());
                all.put("agent", r.userAgent());
                all.put("vhost", r.virtualHost());
            }
            case ApplicationError e -> {
                all.put("level", e.level());
                all.put("module", e.module());
                all.put("reason", e.reason());
                all.put("url", e.url());
            }
            case NetworkFlow f -> {
                all.put("destination", f.destination());
                all.put("destinationPort", f.destinationPort());
                all.put("transport", f.transport());
                all.put("rule", f.rule());
            }
            case ServiceState s -> {
                all.put("unit", s.unit());
                all.put("result", s.result());
            }
            case Report r -> {
                all.put("threat", r.type().wireName());
                r.details().forEach(all::put);
            }
        }
        return all.facts;
    }

    private void put(String name, @Nullable Object value) {
        facts.put(name, value == null ? "" : value.toString());
    }
}
