package io.selfheal.standalone.plugins;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.plugin.host.PluginFolder;
import io.selfheal.plugin.host.PluginJar;
import io.selfheal.plugin.host.PluginKind;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One plugin as the command shows it. */
final class PluginLine {
    private static final JsonFactory JSON = new JsonFactory();

    private PluginLine() {}

    static String text(PluginFolder.Found found) {
        PluginJar jar = found.jar();
        if (jar == null) {
            return "refused  " + Excerpt.of(String.valueOf(found.refused()), 500);
        }
        String notes = found.notes().isEmpty() ? "" : "\n         " + String.join(", ", found.notes());
        return "ok       " + jar.file() + "  " + jar.description().id() + " "
                + jar.description().version() + "  "
                + PluginsCommand.kinds(jar.description().classes().keySet()) + "\n         sha256 " + jar.hash()
                + notes;
    }

    static String json(PluginFolder.Found found) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("file", found.name());
            PluginJar jar = found.jar();
            out.writeBooleanField("allowed", jar != null);
            if (jar == null) {
                out.writeStringField("reason", String.valueOf(found.refused()));
            } else {
                out.writeStringField("id", jar.description().id());
                out.writeStringField("version", jar.description().version());
                out.writeStringField("sha256", jar.hash());
                out.writeArrayFieldStart("kinds");
                for (PluginKind kind :
                        jar.description().classes().keySet().stream().sorted().toList()) {
                    out.writeString(kind.key());
                }
                out.writeEndArray();
                out.writeArrayFieldStart("notes");
                for (String note : found.notes()) {
                    out.writeString(note);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** Where plugins of a kind run. */
    static String process(PluginKind kind) {
        return switch (kind) {
            case SOURCE, PARSER -> "the collector";
            case DETECTOR -> "the analyzer";
            case ENRICHER -> "the enrichment service";
            case ACTION -> "the responder";
            case NOTIFIER -> "the notifier";
        };
    }
}
