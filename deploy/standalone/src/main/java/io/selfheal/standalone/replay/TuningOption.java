package io.selfheal.standalone.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.analyzer.replay.ReplaySummary;
import io.selfheal.analyzer.tune.TuningReport;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Decision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a replay is held against what people found out (DET-39). */
final class TuningOption {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--resolutions",
            paramLabel = "FILE",
            description = "What people found out about sources, as `selfheal resolve --list` writes it: false positives"
                    + " of each rule, precision and recall at each threshold.")
    private @Nullable Path file;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    TuningOption() {
        // the option has its default
    }

    boolean isAsked() {
        return file != null;
    }

    /** The report to be filled; null without the option. */
    @Nullable
    TuningReport read() throws IOException {
        if (file == null) {
            return null;
        }
        if (!Files.isReadable(file)) {
            throw new ParameterException(
                    spec.commandLine(), "--resolutions: cannot read '" + file + "'; allowed: a file of JSON lines");
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return new TuningReport(Resolution.read(file.toString(), in));
        } catch (RuleException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What is shown goes to the report too. */
    static ReplayReport beside(ReplayReport shown, @Nullable TuningReport tuning) {
        return tuning == null ? shown : new Beside(shown, tuning);
    }

    private record Beside(ReplayReport shown, TuningReport tuning) implements ReplayReport {
        @Override
        public void assessment(Assessment assessment) {
            tuning.add(assessment);
            shown.assessment(assessment);
        }

        @Override
        public void decision(Decision decision) {
            shown.decision(decision);
        }

        @Override
        public void alert(Alert alert) {
            shown.alert(alert);
        }

        @Override
        public void summary(ReplaySummary summary, Run run) {
            shown.summary(summary, run);
        }
    }

    static void tell(TuningReport report, boolean json, PrintWriter to) throws IOException {
        if (json) {
            to.println(json(report));
        } else {
            text(report, to);
        }
        to.flush();
    }

    private static void text(TuningReport report, PrintWriter to) {
        to.println(String.format(
                Locale.ROOT,
                "%,d sources with resolutions, %,d of them never assessed",
                report.resolved(),
                report.unseen()));
        to.println("rule                                      confirmed  false positives  precision");
        report.rules()
                .forEach(rule -> to.println(String.format(
                        Locale.ROOT,
                        "%-40s  %9d  %15d  %9.2f",
                        rule.name(),
                        rule.confirmed(),
                        rule.falsePositives(),
                        rule.precision())));
        to.println("from score  found  missed  false positives  precision  recall");
        report.thresholds()
                .forEach(t -> to.println(String.format(
                        Locale.ROOT,
                        "%10d  %5d  %6d  %15d  %9.2f  %6.2f",
                        t.score(),
                        t.found(),
                        t.missed(),
                        t.falsePositives(),
                        t.precision(),
                        t.recall())));
    }

    private static String json(TuningReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "tuning");
            json.writeNumberField("resolved", report.resolved());
            json.writeNumberField("unseen", report.unseen());
            json.writeArrayFieldStart("rules");
            for (TuningReport.Rule rule : report.rules()) {
                json.writeStartObject();
                json.writeStringField("name", rule.name());
                json.writeNumberField("confirmed", rule.confirmed());
                json.writeNumberField("false_positives", rule.falsePositives());
                json.writeNumberField("precision", rule.precision());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("thresholds");
            for (TuningReport.Threshold t : report.thresholds()) {
                json.writeStartObject();
                json.writeNumberField("score", t.score());
                json.writeNumberField("found", t.found());
                json.writeNumberField("missed", t.missed());
                json.writeNumberField("false_positives", t.falsePositives());
                json.writeNumberField("precision", t.precision());
                json.writeNumberField("recall", t.recall());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
