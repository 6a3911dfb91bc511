package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a scenario: short stories of events. {@code {n}} in a text becomes the number of the repetition, so
 * that {@code user: "u{n}"} with {@code repeat: 5} means five users.
 */
final class ExampleEvents {
    private static final Map<String, EventAction> ACTIONS = Arrays.stream(EventAction.values())
            .collect(Collectors.toUnmodifiableMap(EventAction::wireName, Function.identity()));
    private static final Map<String, EventOutcome> OUTCOMES =
            Map.of("success", EventOutcome.SUCCESS, "failure", EventOutcome.FAILURE, "unknown", EventOutcome.UNKNOWN);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SOURCE = "203.0.113.7";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern POINT =
            Pattern.compile("(-?[0-9]{1,3}(?:\\.[0-9]{1,8})?), ?(-?[0-9]{1,3}(?:\\.[0-9]{1,8})?)");

    private ExampleEvents() {}

    static List<ScenarioExample> read(YamlSection in) throws RuleException {
        List<ScenarioExample> examples = new ArrayList<>();
        for (YamlSection section : in.sections("examples")) {
            List<SecurityEvent> events = new ArrayList<>();
            Instant at = START;
            for (YamlSection event : section.sections("events")) {
                at = addTo(events, at, event);
            }
            examples.add(new ScenarioExample(
                    section.text("name"),
                    section.flag("fires"),
                    events,
                    section.has("silence") ? section.duration("silence") : Duration.ZERO));
            section.done();
        }
        return examples;
    }

    /** @return the time at which the next entry of the story begins */
    private static Instant addTo(List<SecurityEvent> events, Instant start, YamlSection in) throws RuleException {
        int repeat = in.has("repeat") ? in.integer("repeat", 1, 1000) : 1;
        Duration every = in.has("every") ? in.shortDuration("every") : Duration.ofSeconds(1);
        Instant at = in.has("after") ? start.plus(in.duration("after")) : start;
        for (int n = 1; n <= repeat; n++) {
            Template template = new Template(in, n, at, events.size());
            events.add(template.event());
            at = at.plus(every);
        }
        in.done();
        return at;
    }

    /** One entry with its number filled in. */
    private record Template(YamlSection in, int n, Instant at, int index) {
        SecurityEvent event() throws RuleException {
            EventAction action = in.has("action") ? in.oneOf("action", ACTIONS) : EventAction.HTTP_REQUEST;
            return switch (action) {
                case HTTP_REQUEST -> request();
                case FIREWALL_DROP, FIREWALL_ACCEPT, IDS_ALERT ->
                    new NetworkFlow(
                            origin("kernel"),
                            action,
                            null,
                            number("port", "0"),
                            text("transport", "tcp"),
                            in.has("rule") ? text("rule", "") : null);
                case HTTP_ERROR, WAF_ALERT, RATE_LIMITED, MAIL_REJECTED, QUERY_DENIED ->
                    new ApplicationError(
                            origin("nginx-error"),
                            action,
                            EventOutcome.FAILURE,
                            "error",
                            in.has("module") ? text("module", "") : null,
                            text("reason", ""),
                            in.has("url") ? text("url", "") : null,
                            in.has("user") ? text("user", "") : null);
                case SERVICE_FAILED, SERVICE_STARTED, OUT_OF_MEMORY, SEGFAULT ->
                    new ServiceState(
                            origin("systemd"),
                            action,
                            text("unit", "app.service"),
                            in.has("reason") ? text("reason", "") : null);
                default ->
                    new Authentication(
                            origin("sshd"),
                            action,
                            in.has("outcome") ? in.oneOf("outcome", OUTCOMES) : EventOutcome.FAILURE,
                            text("service", "ssh"),
                            in.has("user") ? text("user", "") : null,
                            in.has("invalid_user") && in.flag("invalid_user"),
                            null,
                            in.has("reason") ? text("reason", "") : null);
            };
        }

        private HttpRequest request() throws RuleException {
            return new HttpRequest(
                    origin("nginx"),
                    text("method", "GET"),
                    text("url", "/"),
                    text("version", "1.1"),
                    number("status", "200"),
                    512,
                    in.has("referrer") ? text("referrer", "") : null,
                    in.has("agent") ? text("agent", "") : null,
                    null,
                    in.has("user") ? text("user", "") : null);
        }

        private Origin origin(String dataset) throws RuleException {
            int pid = in.has("pid") ? number("pid", "0") : 1000 + index;
            return new Origin(
                    "example-" + index,
                    at,
                    text("host", "web1"),
                    text("dataset", dataset),
                    dataset.equals("systemd") ? null : source(),
                    number("source_port", "0"),
                    place(),
                    in.has("count") ? in.integer("count", 1, 1000) : 1,
                    null,
                    pid,
                    null,
                    null);
        }

        private IpAddress source() throws RuleException {
            String text = text("source", SOURCE);
            IpAddress source = IpAddress.tryParse(text);
            if (source == null) {
                throw in.wrong("source", "'" + text + "' is no address; allowed: one like 203.0.113.{n}");
            }
            return source;
        }

        private @Nullable Place place() throws RuleException {
            if (!in.has("country") && !in.has("as") && !in.has("location")) {
                return null;
            }
            return new Place(
                    in.has("country") ? text("country", "") : null,
                    in.has("as") ? number("as", "0") : 0,
                    in.has("as_organization") ? text("as_organization", "") : null,
                    in.has("location") ? point() : null);
        }

        private GeoPoint point() throws RuleException {
            Matcher matcher = POINT.matcher(text("location", ""));
            if (!matcher.matches()) {
                throw in.wrong("location", "is no point; allowed: degrees north and east, like \"52.52,13.405\"");
            }
            try {
                return new GeoPoint(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
            } catch (IllegalArgumentException e) {
                throw in.wrong("location", "is no point: " + e.getMessage());
            }
        }

        private String text(String key, String standard) throws RuleException {
            return in.text(key, standard).replace("{n}", Integer.toString(n));
        }

        private int number(String key, String standard) throws RuleException {
            String text = text(key, standard);
            if (!NUMBER.matcher(text).matches()) {
                throw in.wrong(key, "'" + text + "' is no number");
            }
            return Integer.parseInt(text);
        }
    }
}
