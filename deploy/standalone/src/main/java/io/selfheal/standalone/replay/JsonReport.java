package io.selfheal.standalone.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.selfheal.analyzer.replay.ReplaySummary;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.event.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code replay --json}: one object a line, as docs/architecture.md gives them. */
final class JsonReport implements ReplayReport {
    private final JsonGenerator json;

    JsonReport(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void assessment(Assessment a) {
        write(() -> {
            json.writeStringField("type", "assessment");
            json.writeStringField("time", a.time().toString());
            json.writeStringField("subject", a.subject().value());
            json.writeNumberField("score", a.score());
            json.writeStringField("level", lower(a.level()));
            json.writeStringField("action", action(a.plan()));
            json.writeStringField("host", a.host());
            place(a.place());
            detection(a.detection());
            if (a.allowlisted()) {
                json.writeBooleanField("allowlisted", true);
                json.writeNumberField("raw_score", a.rawScore());
            }
            scenarios(a.scenarios());
            signals(a.signals());
        });
    }

    @Override
    public void decision(Decision decision) {
        switch (decision) {
            case Block b ->
                write(() -> {
                    head(b, b.score(), b.simulated() ? "would-block" : "block");
                    place(b.place());
                    json.writeStringField("expires", b.expires().toString());
                    json.writeNumberField("offence", b.offence());
                    json.writeStringField("reason", b.reason());
                    scenarios(b.scenarios());
                    signals(b.signals());
                });
            case Lift l ->
                write(() -> {
                    head(l, 0, "lift");
                    json.writeStringField("reason", l.reason());
                    scenarios(List.of());
                    signals(List.of());
                });
        }
    }

    /** Alerts follow from assessments and decisions, which are printed. */
    @Override
    public void alert(Alert alert) {}

    @Override
    public void summary(ReplaySummary summary, Run run) {
        write(() -> {
            json.writeStringField("type", "summary");
            json.writeNumberField("lines", run.lines());
            json.writeNumberField("events", summary.events());
            json.writeNumberField("unparsed", run.unparsed());
            json.writeNumberField("sources", summary.sources());
            json.writeNumberField("flagged", summary.flagged());
            json.writeNumberField("blocks", summary.blocks());
            json.writeNumberField("seconds", run.seconds());
            json.writeNumberField("cpu_seconds", run.cpuSeconds());
            json.writeNumberField("events_per_second", Math.round(summary.events() / Math.max(run.seconds(), 1e-9)));
            json.writeNumberField("lines_per_cpu_second", Math.round(run.lines() / Math.max(run.cpuSeconds(), 1e-9)));
        });
        try {
            json.writeRaw('\n');
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head(Decision d, int score, String action) throws IOException {
        json.writeStringField("type", "decision");
        json.writeStringField("time", d.issued().toString());
        json.writeStringField("subject", d.key());
        json.writeNumberField("score", score);
        json.writeStringField("level", lower(ThreatLevel.ofScore(score)));
        json.writeStringField("action", action);
    }

    private void place(@Nullable Place place) throws IOException {
        if (place == null) {
            return;
        }
        if (place.country() != null) {
            json.writeStringField("country", place.country());
        }
        if (place.asNumber() != 0) {
            json.writeNumberField("as", place.asNumber());
        }
        if (place.asOrganization() != null) {
            json.writeStringField("as_organization", place.asOrganization());
        }
    }

    private void detection(@Nullable Detection detection) throws IOException {
        if (detection == null) {
            return;
        }
        json.writeStringField("detection_method", lower(detection.method()));
        json.writeNumberField("confidence", detection.confidence());
        if (detection.target() != null) {
            json.writeStringField("target", detection.target().toString());
        }
        if (detection.targetPort() != 0) {
            json.writeNumberField("target_port", detection.targetPort());
        }
    }

    private void scenarios(List<String> scenarios) throws IOException {
        json.writeArrayFieldStart("scenarios");
        for (String scenario : scenarios) {
            json.writeString(scenario);
        }
        json.writeEndArray();
    }

    private void signals(List<Signal> signals) throws IOException {
        json.writeArrayFieldStart("signals");
        for (Signal s : signals) {
            json.writeStartObject();
            json.writeStringField("name", s.name());
            json.writeNumberField("points", s.points());
            json.writeStringField("reason", s.reason());
            if (s.technique() != null) {
                json.writeStringField("technique", s.technique());
            }
            json.writeArrayFieldStart("evidence");
            for (Evidence e : s.evidence()) {
                json.writeStartObject();
                json.writeStringField("ref", e.ref());
                json.writeStringField("time", e.time().toString());
                json.writeStringField("host", e.host());
                json.writeStringField("excerpt", e.excerpt());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The strongest thing that the plan wants done. */
    static String action(List<PlannedAction> plan) {
        for (PlannedAction wanted : List.of(PlannedAction.BLOCK, PlannedAction.ALERT, PlannedAction.ENRICH)) {
            if (plan.contains(wanted)) {
                return lower(wanted);
            }
        }
        return lower(PlannedAction.LOG);
    }

    private interface Fields {
        void write() throws IOException;
    }

    private void write(Fields fields) {
        try {
            json.writeStartObject();
            fields.write();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
