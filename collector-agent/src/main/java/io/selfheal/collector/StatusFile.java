package io.selfheal.collector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.collector.syslog.ListenerMeter;
import io.selfheal.collector.tail.LeftOut;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleRefusal;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Vitals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status.json} in the state directory: what {@code selfheal status} shows of the collector. */
final class StatusFile {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final Path next;

    StatusFile(Path stateDirectory) {
        this.file = stateDirectory.resolve("status.json");
        this.next = stateDirectory.resolve("status.json.next");
    }

    void write(StatusReport.Snapshot snapshot) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out.useDefaultPrettyPrinter(), snapshot);
        }
        Files.write(next, bytes.toByteArray());
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(JsonGenerator out, StatusReport.Snapshot snapshot) throws IOException {
        Vitals vitals = snapshot.vitals();
        out.writeStartObject();
        out.writeStringField("agent", vitals.agent());
        out.writeStringField("host", vitals.host());
        out.writeStringField("version", vitals.version());
        out.writeStringField("time", vitals.time().toString());
        out.writeStringField("started", vitals.started().toString());
        out.writeObjectFieldStart("kafka");
        Reachability.Away away = snapshot.away();
        out.writeStringField("state", away == null ? "connected" : "away");
        if (away != null) {
            time(out, "away_since", away.since());
            out.writeStringField("cause", away.cause());
        }
        out.writeNumberField("acknowledged", snapshot.acknowledged());
        out.writeNumberField("in_flight", snapshot.inFlight());
        out.writeNumberField("refused", snapshot.refused());
        out.writeEndObject();
        parsers(out, snapshot.parsers());
        texts(out, "plugins", snapshot.plugins());
        leftOut(out, snapshot.leftOut());
        out.writeArrayFieldStart("sources");
        for (StatusReport.SourceStatus source : snapshot.sources()) {
            source(out, source);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void parsers(JsonGenerator out, DropIns.Status parsers) throws IOException {
        out.writeObjectFieldStart("parsers");
        out.writeStringField("state", parsers.degraded() ? "degraded" : "ok");
        out.writeStringField("folder", parsers.folder());
        out.writeNumberField("files", parsers.files());
        out.writeNumberField("changes", parsers.changes());
        out.writeArrayFieldStart("refused");
        for (RuleRefusal refusal : parsers.refusals()) {
            out.writeString(refusal.message());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void leftOut(JsonGenerator out, List<LeftOut> leftOut) throws IOException {
        out.writeArrayFieldStart("left_out");
        for (LeftOut one : leftOut) {
            out.writeStartObject();
            out.writeStringField("glob", one.glob());
            out.writeStringField("why", one.why().wireName());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static void source(JsonGenerator out, StatusReport.SourceStatus status) throws IOException {
        SourceHeartbeat heartbeat = status.heartbeat();
        out.writeStartObject();
        out.writeStringField("source", heartbeat.source());
        out.writeStringField("state", heartbeat.state());
        if (!status.hint().isEmpty()) {
            out.writeStringField("hint", status.hint());
        }
        out.writeNumberField("lag_bytes", heartbeat.lagBytes());
        out.writeNumberField("lines", heartbeat.lines());
        out.writeNumberField("events", heartbeat.events());
        out.writeNumberField("ignored", status.ignored());
        out.writeNumberField("unparsed", heartbeat.unparsed());
        out.writeNumberField("given_up", status.givenUp());
        out.writeNumberField("cut", status.cut());
        out.writeNumberField("undecodable", heartbeat.undecodable());
        out.writeNumberField("dropped", heartbeat.dropped());
        out.writeNumberField("gaps", heartbeat.gaps());
        out.writeNumberField("gap_bytes", heartbeat.gapBytes());
        out.writeNumberField("gap_entries", heartbeat.gapEntries());
        time(out, "last_line", heartbeat.lastLine());
        time(out, "last_event", heartbeat.lastEvent());
        if (status.canary() != null) {
            out.writeStringField("canary", status.canary().toString());
        }
        if (status.network() != null) {
            network(out, status.network());
        }
        out.writeArrayFieldStart("unparsed_samples");
        for (SourceMeter.Sample sample : status.samples()) {
            out.writeStartObject();
            out.writeStringField("time", sample.at().toString());
            out.writeStringField("reason", sample.reason());
            out.writeStringField("line", sample.line());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void network(JsonGenerator out, ListenerMeter meter) throws IOException {
        out.writeNumberField("not_allowed", meter.notAllowed());
        out.writeNumberField("broken", meter.broken());
        out.writeNumberField("displaced", meter.displaced());
    }

    private static void time(JsonGenerator out, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            out.writeStringField(name, time.toString());
        }
    }
}
