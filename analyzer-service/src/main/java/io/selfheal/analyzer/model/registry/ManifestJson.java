package io.selfheal.analyzer.model.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.selfheal.analyzer.model.drift.Distribution;
import io.selfheal.analyzer.model.registry.ModelManifest.Form;
import io.selfheal.analyzer.model.registry.ModelManifest.Part;
import io.selfheal.analyzer.model.registry.ModelManifest.Role;
import io.selfheal.analyzer.model.registry.ModelManifest.Training;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The manifest as JSON. It is read as YAML, of which JSON is a part: complaints carry line and column. */
public final class ManifestJson {
    private static final int SCHEMA = 1;

    private ManifestJson() {}

    public static byte[] write(ModelManifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(bytes).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("version", manifest.version());
            json.writeStringField("created", manifest.created().toString());
            json.writeStringField("featureVersion", manifest.featureVersion());
            texts(json, "features", manifest.features());
            json.writeArrayFieldStart("parts");
            for (Part part : manifest.parts()) {
                write(json, part);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("training");
            json.writeNumberField("rows", manifest.training().rows());
            json.writeNumberField("sources", manifest.training().sources());
            json.writeStringField("rowsSha256", manifest.training().rowsSha256());
            json.writeNumberField("contamination", manifest.training().contamination());
            json.writeNumberField("labels", manifest.training().labels());
            json.writeEndObject();
            json.writeArrayFieldStart("reference");
            for (Distribution d : manifest.reference()) {
                json.writeStartObject();
                json.writeStringField("name", d.name());
                numbers(json, "edges", d.edges());
                numbers(json, "shares", d.shares());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Reads a manifest; {@code name} stands in complaints. */
    public static ModelManifest read(String name, byte[] bytes) throws RuleException {
        YamlSection root = YamlSection.read(name, bytes);
        root.integer("schema", SCHEMA, SCHEMA);
        String version = root.text("version");
        Instant created;
        try {
            created = Instant.parse(root.text("created"));
        } catch (DateTimeException e) {
            throw root.wrong("created", "is no time; allowed: one like 2026-12-31T23:59:59Z");
        }
        String featureVersion = root.text("featureVersion");
        List<String> features = root.texts("features");
        List<Part> parts = new ArrayList<>();
        for (YamlSection section : root.sections("parts")) {
            parts.add(part(section));
        }
        YamlSection in = root.section("training");
        Training training = new Training(
                (long) number(in, "rows"),
                (long) number(in, "sources"),
                in.text("rowsSha256"),
                number(in, "contamination"),
                in.integer("labels", 0, 100_000_000));
        in.done();
        List<Distribution> reference = new ArrayList<>();
        for (YamlSection section : root.sections("reference")) {
            String figure = section.text("name");
            List<Double> edges = numbers(section, "edges");
            List<Double> shares = numbers(section, "shares");
            reference.add(section.checked(() -> new Distribution(figure, edges, shares)));
        }
        root.done();
        return root.checked(
                () -> new ModelManifest(version, created, featureVersion, features, parts, training, reference));
    }

    private static Part part(YamlSection in) throws RuleException {
        Role role = in.oneOf("role", Arrays.stream(Role.values()).collect(Collectors.toMap(Role::wireName, r -> r)));
        Form form = in.oneOf("form", Arrays.stream(Form.values()).collect(Collectors.toMap(Form::wireName, f -> f)));
        String file = in.text("file");
        String sha256 = in.text("sha256");
        String output = in.text("output");
        double threshold = number(in, "threshold");
        double ceiling = number(in, "ceiling");
        in.done();
        return in.checked(() -> new Part(role, file, sha256, output, form, threshold, ceiling));
    }

    private static double number(YamlSection in, String key) throws RuleException {
        return number(in, key, in.text(key));
    }

    private static List<Double> numbers(YamlSection in, String key) throws RuleException {
        List<Double> numbers = new ArrayList<>();
        for (String text : in.texts(key)) {
            numbers.add(number(in, key, text));
        }
        return numbers;
    }

    private static double number(YamlSection in, String key, String text) throws RuleException {
        if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")) {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw in.wrong(key, "is no number; allowed: for example 0.25");
    }

    private static void write(JsonGenerator json, Part part) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", part.role().wireName());
        json.writeStringField("file", part.file());
        json.writeStringField("sha256", part.sha256());
        json.writeStringField("output", part.output());
        json.writeStringField("form", part.form().wireName());
        json.writeNumberField("threshold", part.threshold());
        json.writeNumberField("ceiling", part.ceiling());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, String name, List<Double> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
