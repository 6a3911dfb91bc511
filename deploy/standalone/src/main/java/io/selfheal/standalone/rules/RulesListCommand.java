package io.selfheal.standalone.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.schemas.rules.RuleEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code selfheal rules list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the rules that are in force: kind, id, version, ATT&CK technique, file.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:a file was not taken", "2:wrong use"})
public final class RulesListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleOptions options = new RuleOptions();

    @Option(names = "--json", description = "One JSON object a rule.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public RulesListCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException {
        OwnRules own = options.read();
        List<RuleEntry> entries = new ArrayList<>(own.parsers().rules().entries());
        entries.addAll(own.rules().entries());
        PrintWriter out = spec.commandLine().getOut();
        for (RuleEntry entry : entries) {
            out.println(json ? json(entry) : text(entry));
        }
        out.flush();
        return own.refusals().isEmpty() ? 0 : 1;
    }

    private static String text(RuleEntry entry) {
        return "%-9s  %-48s  %-6s  %-9s  %s"
                .formatted(
                        entry.kind().wireName(),
                        entry.id(),
                        entry.version(),
                        Objects.requireNonNullElse(entry.technique(), "-"),
                        entry.place());
    }

    private static String json(RuleEntry entry) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("kind", entry.kind().wireName());
            out.writeStringField("id", entry.id());
            out.writeStringField("version", entry.version());
            if (entry.technique() != null) {
                out.writeStringField("technique", entry.technique());
            }
            RuleJson.place(out, entry.place());
            out.writeEndObject();
        }
        return text.toString();
    }
}
