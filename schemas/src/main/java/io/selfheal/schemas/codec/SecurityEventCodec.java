package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Security events through Jackson: the order of the fields is the canonical one that the fast path also writes. */
final class SecurityEventCodec extends DocumentCodec<SecurityEvent> {
    static final String ADDRESS = "an IPv4 address like 203.0.113.7 or an IPv6 address like 2001:db8::7";

    @Override
    void write(SecurityEvent event, JsonWriter to) throws IOException {
        Origin origin = event.origin();
        to.instant("@timestamp", origin.time());
        ecsVersion(to);
        writeOwn(event, to);
        writeEvent(event, to);
        to.begin("host").text("name", origin.host()).end();
        writeSource(origin, to);
        writeNetwork(event, to);
        to.begin("process").text("name", origin.process());
        to.numberUnless(0, "pid", origin.pid()).end();
        writeLog(event, to);
        to.begin("user").text("name", event.user()).end();
        if (event instanceof HttpRequest request) {
            writeHttp(request, to);
        }
        if (event instanceof ApplicationError error) {
            to.begin("url").text("original", error.url()).end();
        }
        if (event instanceof ServiceState state) {
            to.begin("service").text("name", state.unit()).end();
        }
        to.text("message", origin.message());
    }

    private static void writeOwn(SecurityEvent event, JsonWriter to) throws IOException {
        beginOwn(to, typeName(event)).numberUnless(1, "count", event.origin().count());
        switch (event) {
            case Authentication a -> {
                to.begin("auth").text("method", a.method());
                if (a.invalidUser()) {
                    to.flag("invalid_user", true);
                }
                to.end();
            }
            case ApplicationError e -> to.text("module", e.module());
            case Report r -> {
                to.text("threat_type", r.type().wireName()).constant("severity", r.severity());
                to.textMap("details", r.details());
            }
            case HttpRequest r -> {}
            case NetworkFlow f -> {}
            case ServiceState s -> {}
        }
        to.end();
    }

    /** {@code selfheal.type}. */
    static String typeName(SecurityEvent event) {
        return switch (event) {
            case Authentication a -> "authentication";
            case HttpRequest r -> "http_request";
            case ApplicationError e -> "application_error";
            case NetworkFlow f -> "network_flow";
            case ServiceState s -> "service_state";
            case Report r -> "report";
        };
    }

    private static void writeEvent(SecurityEvent event, JsonWriter to) throws IOException {
        EventAction action = event.action();
        to.begin("event").text("id", event.id()).text("kind", "event");
        to.texts("category", List.of(action.category())).texts("type", List.of(action.type()));
        to.text("action", action.wireName()).constant("outcome", event.outcome());
        to.text("dataset", event.origin().dataset())
                .text("reason", reason(event))
                .end();
    }

    /** {@code event.reason}. */
    static @Nullable String reason(SecurityEvent event) {
        return switch (event) {
            case Authentication a -> a.reason();
            case ApplicationError e -> e.reason();
            case ServiceState s -> s.result();
            case HttpRequest r -> null;
            case NetworkFlow f -> null;
            case Report r -> null;
        };
    }

    private static void writeSource(Origin origin, JsonWriter to) throws IOException {
        IpAddress source = origin.source();
        to.begin("source").text("ip", source == null ? null : source.toString());
        to.numberUnless(0, "port", origin.sourcePort());
        PlaceFields.write(origin.place(), to);
        to.end();
    }

    /** {@code destination.ip} and {@code destination.port}, of events and of what is said about them. */
    static void writeDestination(@Nullable IpAddress address, int port, JsonWriter to) throws IOException {
        to.begin("destination").text("ip", address == null ? null : address.toString());
        to.numberUnless(0, "port", port).end();
    }

    private static void writeNetwork(SecurityEvent event, JsonWriter to) throws IOException {
        if (event instanceof Authentication authentication) {
            to.begin("network").text("application", authentication.service()).end();
        }
        if (event instanceof NetworkFlow flow) {
            writeDestination(flow.destination(), flow.destinationPort(), to);
            to.begin("network").text("transport", flow.transport()).end();
            to.begin("rule").text("name", flow.rule()).end();
        }
    }

    private static void writeLog(SecurityEvent event, JsonWriter to) throws IOException {
        to.begin("log");
        if (event instanceof ApplicationError error) {
            to.text("level", error.level());
        }
        LogPosition log = event.origin().log();
        if (log != null) {
            to.begin("file").text("path", log.path()).end().number("offset", log.offset());
        }
        to.end();
        to.begin("container").text("name", log == null ? null : log.container()).end();
    }

    private static void writeHttp(HttpRequest request, JsonWriter to) throws IOException {
        to.begin("http").begin("request").text("method", request.method()).text("referrer", request.referrer());
        to.end().begin("response").numberUnless(0, "status_code", request.status());
        to.begin("body")
                .numberUnless(-1, "bytes", request.responseBytes())
                .end()
                .end();
        to.text("version", request.version()).end();
        to.begin("url")
                .text("original", request.url())
                .text("domain", request.virtualHost())
                .end();
        to.begin("user_agent").text("original", request.userAgent()).end();
    }

    @Override
    SecurityEvent read(Fields document, Fields own) throws DecodeException {
        Origin origin = readOrigin(document, own);
        Fields event = document.in("event");
        EventAction action = action(event);
        String user = document.in("user").textOrNull("name");
        String type = own.text("type");
        return switch (type) {
            case "authentication" ->
                new Authentication(
                        origin,
                        action,
                        event.oneOf("outcome", EventOutcome.class),
                        document.in("network").text("application"),
                        user,
                        own.in("auth").flagOr("invalid_user", false),
                        own.in("auth").textOrNull("method"),
                        event.textOrNull("reason"));
            case "http_request" -> readHttp(origin, document, user);
            case "application_error" ->
                new ApplicationError(
                        origin,
                        action,
                        event.oneOf("outcome", EventOutcome.class),
                        document.in("log").textOrNull("level"),
                        own.textOrNull("module"),
                        event.text("reason"),
                        document.in("url").textOrNull("original"),
                        user);
            case "network_flow" ->
                new NetworkFlow(
                        origin,
                        action,
                        document.in("destination").parsedOrNull("ip", IpAddress::parse, ADDRESS),
                        document.in("destination").int32Or("port", 0),
                        document.in("network").text("transport"),
                        document.in("rule").textOrNull("name"));
            case "service_state" ->
                new ServiceState(origin, action, document.in("service").text("name"), event.textOrNull("reason"));
            case "report" ->
                new Report(
                        origin,
                        ThreatType.ofWireName(own.text("threat_type")),
                        own.oneOf("severity", ReportedSeverity.class),
                        user,
                        own.textMap("details"));
            default ->
                throw own.wrong(
                        "type",
                        type,
                        "authentication, http_request, application_error, network_flow," + " service_state, report");
        };
    }

    private static EventAction action(Fields event) throws DecodeException {
        String name = event.text("action");
        EventAction action = EventAction.ofWireName(name);
        if (action == null) {
            throw event.wrong(
                    "action", name, "the names of EventAction, for example login, invalid-user, http-request");
        }
        return action;
    }

    private static Origin readOrigin(Fields document, Fields own) throws DecodeException {
        Fields event = document.in("event");
        Fields source = document.in("source");
        Fields process = document.in("process");
        Fields log = document.in("log");
        String path = log.in("file").textOrNull("path");
        return new Origin(
                event.text("id"),
                document.instant("@timestamp"),
                document.in("host").text("name"),
                event.text("dataset"),
                source.parsedOrNull("ip", IpAddress::parse, ADDRESS),
                source.int32Or("port", 0),
                PlaceFields.read(source),
                own.int32Or("count", 1),
                process.textOrNull("name"),
                process.int32Or("pid", 0),
                path == null
                        ? null
                        : new LogPosition(
                                path,
                                log.int64("offset"),
                                document.in("container").textOrNull("name")),
                document.textOrNull("message"));
    }

    private static HttpRequest readHttp(Origin origin, Fields document, @Nullable String user) throws DecodeException {
        Fields http = document.in("http");
        Fields response = http.in("response");
        return new HttpRequest(
                origin,
                http.in("request").text("method"),
                document.in("url").text("original"),
                http.textOrNull("version"),
                response.int32Or("status_code", 0),
                response.in("body").integerOr("bytes", -1, Long.MIN_VALUE, Long.MAX_VALUE),
                http.in("request").textOrNull("referrer"),
                document.in("user_agent").textOrNull("original"),
                document.in("url").textOrNull("domain"),
                user);
    }
}
