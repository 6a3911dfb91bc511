package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.frame.Frame;
import io.selfheal.collector.parse.frame.ProgramStamps;
import io.selfheal.collector.parse.frame.Stamps;
import io.selfheal.collector.parse.scan.ByteScan;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.ReportedSeverity;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.net.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the event record of a rule's kind from the fields that its pattern found. */
final class EventAssembler {
    private static final int MAX_PORT = 65_535;

    private final Fields fields;
    private final Frame frame;
    private final RequestLine request = new RequestLine();
    private final ProgramStamps anyStamp;
    private final Sessions sessions = new Sessions();

    EventAssembler(Fields fields, Frame frame) {
        this.fields = fields;
        this.frame = frame;
        this.anyStamp = new ProgramStamps(frame.stamps());
    }

    /** The event; null if a field cannot be what it should be (no time, no status), so that the next rule has a try. */
    @Nullable
    SecurityEvent assemble(Rule rule) {
        if (!prepare(rule)) {
            return null;
        }
        return switch (rule.kind()) {
            case AUTHENTICATION -> authentication(rule);
            case HTTP -> http(rule);
            case ERROR -> error(rule);
            case FLOW -> flow(rule);
            case SERVICE ->
                new ServiceState(
                        origin(rule),
                        rule.action(),
                        Objects.requireNonNullElse(fields.textOrNull(Field.UNIT), "unknown"),
                        fields.textOrNull(Field.RESULT));
            case REPORT -> report(rule);
        };
    }

    /** Keeps what a line that is no event says of its session. */
    void note(Rule rule) {
        if (fields.has(Field.SESSION)) {
            prepare(rule);
        }
    }

    /** @return false if the time cannot be read */
    private boolean prepare(Rule rule) {
        if (fields.has(Field.TIME) && !readTime(rule)) {
            return false;
        }
        if (fields.has(Field.PEER)) {
            splitPeer();
        }
        if (fields.has(Field.SESSION)) {
            sessions.complete(rule.dataset(), frame, fields);
        }
        return true;
    }

    private Origin origin(Rule rule) {
        if (fields.has(Field.PID)) {
            frame.setPid(fields.number(Field.PID, 0));
        }
        IpAddress peer = fields.address(Field.SOURCE);
        IpAddress client = fields.has(Field.FORWARDED)
                ? frame.client(
                        peer, fields.bytes(Field.FORWARDED), fields.start(Field.FORWARDED), fields.end(Field.FORWARDED))
                : peer;
        return frame.origin(
                rule.dataset(),
                client,
                Objects.equals(client, peer) ? fields.number(Field.PORT, 0) : 0,
                Math.max(1, fields.number(Field.COUNT, 1)));
    }

    private void splitPeer() {
        byte[] bytes = fields.bytes(Field.PEER);
        int from = fields.start(Field.PEER);
        int to = fields.end(Field.PEER);
        int colon = ByteScan.lastIndexOf(bytes, from, to, ':');
        int end = colon < 0 || bytes[to - 1] == ']' ? to : colon;
        boolean bracketed = end - from > 2 && bytes[from] == '[' && bytes[end - 1] == ']';
        fields.put(Field.SOURCE, bytes, bracketed ? from + 1 : from, bracketed ? end - 1 : end);
        if (end < to) {
            fields.put(Field.PORT, bytes, colon + 1, to);
        }
    }

    private static EventOutcome outcome(Rule rule) {
        return Objects.requireNonNullElse(rule.outcome(), EventOutcome.UNKNOWN);
    }

    private SecurityEvent authentication(Rule rule) {
        String invalid = fields.text(Field.INVALID);
        return new Authentication(
                origin(rule),
                rule.action(),
                outcome(rule),
                fields.text(Field.SERVICE, rule.dataset()),
                fields.text(Field.USER),
                invalid != null && !invalid.isEmpty(),
                fields.textOrNull(Field.METHOD),
                fields.textOrNull(Field.REASON));
    }

    private SecurityEvent error(Rule rule) {
        String level = fields.textOrNull(Field.LEVEL);
        return new ApplicationError(
                origin(rule),
                rule.action(),
                outcome(rule),
                level == null ? null : level.toLowerCase(Locale.ROOT),
                fields.textOrNull(Field.MODULE),
                fields.text(Field.REASON, ""),
                fields.textOrNull(Field.URL),
                fields.textOrNull(Field.USER));
    }

    private SecurityEvent flow(Rule rule) {
        int port = fields.number(Field.DESTINATION_PORT, 0);
        String prefix = fields.textOrNull(Field.RULE);
        return new NetworkFlow(
                origin(rule),
                rule.action(),
                fields.address(Field.DESTINATION),
                port > MAX_PORT ? 0 : port,
                fields.text(Field.TRANSPORT, "unknown").toLowerCase(Locale.ROOT),
                prefix == null ? null : prefix.strip());
    }

    private SecurityEvent report(Rule rule) {
        Map<String, String> details = new TreeMap<>();
        for (Field field : List.of(Field.RULE, Field.FILE)) {
            String text = fields.textOrNull(field);
            if (text != null) {
                details.put(field.wireName(), text);
            }
        }
        return new Report(
                origin(rule),
                ThreatType.ofWireName(fields.text(Field.THREAT, "")),
                ReportedSeverity.HIGH,
                fields.text(Field.USER),
                details);
    }

    private @Nullable SecurityEvent http(Rule rule) {
        if (!fields.has(Field.STATUS) || !fields.has(Field.SOURCE)) {
            return null;
        }
        boolean isSplit = fields.has(Field.REQUEST) && splitRequest();
        String url = fields.text(Field.URL);
        if (url == null) {
            return null;
        }
        String version = fields.textOrNull(Field.VERSION);
        return new HttpRequest(
                origin(rule),
                fields.text(Field.METHOD, "-"),
                url,
                !isSplit && version != null && version.startsWith("HTTP/") ? version.substring(5) : version,
                fields.number(Field.STATUS, 0),
                fields.longNumber(Field.BYTES),
                fields.textOrNull(Field.REFERRER),
                fields.textOrNull(Field.AGENT),
                fields.textOrNull(Field.VHOST),
                fields.textOrNull(Field.USER));
    }

    /** @return whether the version was in it: then it stands there without its prefix */
    private boolean splitRequest() {
        byte[] bytes = fields.bytes(Field.REQUEST);
        int from = fields.start(Field.REQUEST);
        request.split(bytes, from, fields.end(Field.REQUEST));
        if (request.methodEnd() >= 0) {
            fields.put(Field.METHOD, bytes, from, request.methodEnd());
        }
        fields.put(Field.URL, bytes, request.urlFrom(), request.urlTo());
        if (request.versionFrom() >= 0) {
            fields.put(Field.VERSION, bytes, request.versionFrom(), fields.end(Field.REQUEST));
        }
        return request.versionFrom() >= 0;
    }

    /** Reads the time field into the frame; who writes JSON or logfmt chooses his own form, told by its looks. */
    private boolean readTime(Rule rule) {
        byte[] bytes = fields.bytes(Field.TIME);
        int from = fields.start(Field.TIME);
        int to = fields.end(Field.TIME);
        if (rule.stamp() == StampForm.ANY || rule.readsJson()) {
            boolean read = anyStamp.read(bytes, from, to);
            if (read) {
                frame.setTime(anyStamp.millis());
            }
            return read;
        }
        Stamps stamps = frame.stamps();
        int end =
                switch (rule.stamp()) {
                    case CLF -> stamps.clf(bytes, from, to);
                    case RFC3339 -> stamps.rfc3339(bytes, from, to);
                    case SLASHED -> stamps.slashed(bytes, from, to);
                    case NAMED -> stamps.named(bytes, from, to);
                    case ANY -> -1;
                };
        if (end != to) {
            return false;
        }
        frame.setTime(stamps.millis());
        return true;
    }
}
