package io.selfheal.standalone.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.schemas.rules.RuleFailure;
import io.selfheal.schemas.rules.RuleRefusal;
import io.selfheal.schemas.rules.RuleTestReport;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** How the results of {@code selfheal rules test} are shown. */
interface TestOutput {
    void file(RuleTestReport report) throws IOException;

    void end(List<RuleTestReport> all, List<RuleRefusal> refusals) throws IOException;

    /** For people: one line a file, then what failed in it. */
    static TestOutput text(PrintWriter out) {
        return new Text(out);
    }

    /** For programs: one object a file, one object at the end. */
    static TestOutput json(PrintWriter out) {
        return new Json(out);
    }

    /** Sums over all files. */
    record Sums(int files, int rules, int examples, int nearMisses, int failures) {
        static Sums of(List<RuleTestReport> all) {
            return new Sums(
                    all.size(),
                    all.stream().mapToInt(RuleTestReport::rules).sum(),
                    all.stream().mapToInt(RuleTestReport::examples).sum(),
                    all.stream().mapToInt(RuleTestReport::nearMisses).sum(),
                    all.stream().mapToInt(report -> report.failures().size()).sum());
        }
    }

    /** Lines of text; what examples hold is cut and freed of control characters. */
    record Text(PrintWriter out) implements TestOutput {
        private static final int LONGEST = 300;

        @Override
        public void file(RuleTestReport report) {
            out.println("%s  %-9s  %s: %d rules, %d examples, %d near misses"
                    .formatted(
                            report.passed() ? "ok  " : "FAIL",
                            report.kind().wireName(),
                            report.file(),
                            report.rules(),
                            report.examples(),
                            report.nearMisses()));
            for (RuleFailure failure : report.failures()) {
                out.println(failure.place() + ": " + failure.rule());
                out.println("    example   " + Excerpt.of(failure.example(), LONGEST));
                out.println("    expected  " + Excerpt.of(failure.expected(), LONGEST));
                out.println("    came out  " + Excerpt.of(failure.actual(), LONGEST));
            }
        }

        @Override
        public void end(List<RuleTestReport> all, List<RuleRefusal> refusals) {
            refusals.forEach(refusal -> out.println("FAIL  " + refusal.message()));
            Sums sums = Sums.of(all);
            out.println("%d files, %d rules, %d examples, %d near misses: %s"
                    .formatted(
                            sums.files(),
                            sums.rules(),
                            sums.examples(),
                            sums.nearMisses(),
                            sums.failures() + refusals.size() == 0
                                    ? "all as they should be"
                                    : sums.failures() + " failed, " + refusals.size() + " files refused"));
        }
    }

    /** Objects, one a line. */
    record Json(PrintWriter out) implements TestOutput {
        private static final JsonFactory JSON = new JsonFactory();

        @Override
        public void file(RuleTestReport report) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator object = JSON.createGenerator(text)) {
                object.writeStartObject();
                object.writeStringField("type", "file");
                object.writeStringField("kind", report.kind().wireName());
                object.writeStringField("file", report.file());
                object.writeNumberField("rules", report.rules());
                object.writeNumberField("examples", report.examples());
                object.writeNumberField("near_misses", report.nearMisses());
                object.writeArrayFieldStart("failures");
                for (RuleFailure failure : report.failures()) {
                    object.writeStartObject();
                    object.writeStringField("rule", failure.rule());
                    RuleJson.place(object, failure.place());
                    object.writeStringField("example", failure.example());
                    object.writeStringField("expected", failure.expected());
                    object.writeStringField("actual", failure.actual());
                    object.writeEndObject();
                }
                object.writeEndArray();
                object.writeEndObject();
            }
            out.println(text);
        }

        @Override
        public void end(List<RuleTestReport> all, List<RuleRefusal> refusals) throws IOException {
            Sums sums = Sums.of(all);
            StringWriter text = new StringWriter();
            try (JsonGenerator object = JSON.createGenerator(text)) {
                object.writeStartObject();
                object.writeStringField("type", "summary");
                object.writeNumberField("files", sums.files());
                object.writeNumberField("rules", sums.rules());
                object.writeNumberField("examples", sums.examples());
                object.writeNumberField("near_misses", sums.nearMisses());
                object.writeNumberField("failures", sums.failures());
                RuleJson.refusals(object, refusals);
                object.writeEndObject();
            }
            out.println(text);
        }
    }
}
