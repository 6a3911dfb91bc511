package io.selfheal.standalone.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.analyzer.model.train.TrainingReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A training's report as one JSON object. */
final class ReportJson {
    private ReportJson() {}

    static String of(String version, TrainingReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "training");
            json.writeStringField("version", version);
            json.writeNumberField("rows", report.rows());
            json.writeNumberField("sources", report.sources());
            json.writeStringField("from", report.from().toString());
            json.writeStringField("to", report.to().toString());
            json.writeNumberField("usual", report.usual());
            json.writeNumberField("learned", report.learned());
            json.writeNumberField("tried", report.tried());
            json.writeNumberField("contamination", report.contamination());
            json.writeNumberField("threshold", report.threshold());
            json.writeNumberField("ceiling", report.ceiling());
            json.writeNumberField("unusual_share", report.unusualShare());
            json.writeStringField("labels", report.labels());
            json.writeNumberField("attacks", report.attacks());
            numbers(json, "histogram", report.histogram());
            numbers(json, "histogram_usual", report.histogramUsual());
            json.writeArrayFieldStart("thresholds");
            for (TrainingReport.Choice choice : report.choices()) {
                json.writeStartObject();
                json.writeNumberField("quantile", choice.quantile());
                json.writeNumberField("threshold", choice.threshold());
                share(json, "precision", choice.precision());
                share(json, "recall", choice.recall());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("influences");
            for (TrainingReport.Influence influence : report.influences()) {
                json.writeStartObject();
                json.writeStringField("feature", influence.feature());
                json.writeNumberField("change", influence.change());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (report.classifier().isPresent()) {
                write(json, report.classifier().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TrainingReport.ClassifierReport classifier) throws IOException {
        json.writeObjectFieldStart("classifier");
        json.writeBooleanField("used", classifier.used());
        json.writeNumberField("labels", classifier.labels());
        json.writeNumberField("confirmed", classifier.confirmed());
        share(json, "precision", classifier.precision());
        share(json, "recall", classifier.recall());
        json.writeStringField("note", classifier.note());
        json.writeEndObject();
    }

    /** Null where there was nothing to divide by: JSON has no NaN. */
    private static void share(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void numbers(JsonGenerator json, String name, List<Integer> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (int value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
