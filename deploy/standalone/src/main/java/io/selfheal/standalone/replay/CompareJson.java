package io.selfheal.standalone.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.selfheal.analyzer.replay.PolicyComparison;
import io.selfheal.analyzer.replay.PolicyDifference;
import io.selfheal.analyzer.replay.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code replay --compare --json}: one object for each difference, then a summary. */
final class CompareJson implements CompareReport {
    private final JsonGenerator json;

    CompareJson(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void show(PolicyComparison comparison, ReplayReport.Run run) {
        try {
            for (PolicyDifference difference : comparison.differences()) {
                json.writeStartObject();
                json.writeStringField("type", "difference");
                json.writeStringField("subject", difference.target());
                json.writeStringField(
                        "blocked_by",
                        switch (difference.by()) {
                            case BEFORE_ONLY -> "default";
                            case AFTER_ONLY -> "policy";
                            case BOTH -> "both";
                        });
                sentence("default", difference.before());
                sentence("policy", difference.after());
                json.writeEndObject();
            }
            summary(comparison, run);
            json.writeRaw('\n');
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sentence(String name, @Nullable Sentence sentence) throws IOException {
        if (sentence == null) {
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("score", sentence.score());
        json.writeNumberField("blocks", sentence.blocks());
        json.writeNumberField("seconds", sentence.length().toSeconds());
        json.writeStringField("from", sentence.from().toString());
        json.writeStringField("expires", sentence.until().toString());
        json.writeStringField("reason", sentence.reason());
        json.writeEndObject();
    }

    private void summary(PolicyComparison comparison, ReplayReport.Run run) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "summary");
        json.writeNumberField("lines", run.lines());
        json.writeNumberField("events", comparison.before().events());
        json.writeNumberField("unparsed", run.unparsed());
        json.writeNumberField("sources", comparison.before().sources());
        json.writeNumberField("blocks_default", comparison.before().blocks());
        json.writeNumberField("blocks_policy", comparison.after().blocks());
        for (PolicyDifference.By by : PolicyDifference.By.values()) {
            json.writeNumberField(
                    by.name()
                            .toLowerCase(Locale.ROOT)
                            .replace("before", "default")
                            .replace("after", "policy"),
                    comparison.differences().stream().filter(d -> d.by() == by).count());
        }
        json.writeNumberField("same", comparison.same());
        json.writeNumberField("seconds", run.seconds());
        json.writeNumberField("cpu_seconds", run.cpuSeconds());
        json.writeEndObject();
    }
}
