package io.selfheal.standalone.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.analyzer.check.RuleLint;
import io.selfheal.collector.parse.rule.ParserLint;
import io.selfheal.schemas.rules.RuleRefusal;
import io.selfheal.schemas.rules.RuleWarning;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal rules lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description =
                "Says what about rules works and yet is no good: rules that earlier ones make unreachable, overlaps, slow"
                        + " patterns, missing examples and near misses, wrong ATT&CK ids.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:nothing found", "1:something found, or a file is wrong", "2:wrong use"})
public final class RulesLintCommand implements Callable<Integer> {
    private static final int LONGEST = 400;
    private static final JsonFactory JSON = new JsonFactory();

    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleOptions options = new RuleOptions();

    @Option(names = "--json", description = "One object for each finding, and one at the end.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Rule files; all rules if there are none.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public RulesLintCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException {
        OwnRules own = files.isEmpty() ? options.readQuietly() : OwnRules.ofFiles(files);
        Set<String> names = files.stream().map(Path::toString).collect(Collectors.toSet());
        Predicate<String> wanted = names.isEmpty() ? name -> true : names::contains;
        List<RuleWarning> warnings = new ArrayList<>(new ParserLint(own.parsers()).check(wanted));
        warnings.addAll(new RuleLint(own.rules()).check(wanted));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            json(out, warnings, own.refusals());
        } else {
            text(out, warnings, own.refusals());
        }
        out.flush();
        return warnings.isEmpty() && own.refusals().isEmpty() ? 0 : 1;
    }

    private static void text(PrintWriter out, List<RuleWarning> warnings, List<RuleRefusal> refusals) {
        refusals.forEach(refusal -> out.println(refusal.message()));
        for (RuleWarning warning : warnings) {
            out.println(Excerpt.of(
                    warning.place() + ": " + warning.rule() + ": " + warning.check() + ": " + warning.message(),
                    LONGEST));
        }
        String found = warnings.size() + (warnings.size() == 1 ? " finding" : " findings");
        if (refusals.isEmpty()) {
            out.println(found);
        } else {
            String files = refusals.size() == 1
                    ? "1 file refused, its rules were"
                    : refusals.size() + " files refused, their rules were";
            out.println(found + ", " + files + " not looked at");
        }
    }

    private static void json(PrintWriter out, List<RuleWarning> warnings, List<RuleRefusal> refusals)
            throws IOException {
        for (RuleWarning warning : warnings) {
            StringWriter text = new StringWriter();
            try (JsonGenerator object = JSON.createGenerator(text)) {
                object.writeStartObject();
                object.writeStringField("type", "finding");
                object.writeStringField("check", warning.check());
                object.writeStringField("rule", warning.rule());
                RuleJson.place(object, warning.place());
                object.writeStringField("message", Excerpt.of(warning.message(), LONGEST));
                object.writeEndObject();
            }
            out.println(text);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator object = JSON.createGenerator(text)) {
            object.writeStartObject();
            object.writeStringField("type", "summary");
            object.writeNumberField("findings", warnings.size());
            RuleJson.refusals(object, refusals);
            object.writeEndObject();
        }
        out.println(text);
    }
}
