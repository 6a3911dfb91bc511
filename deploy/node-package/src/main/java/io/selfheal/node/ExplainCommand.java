package io.selfheal.node;

import io.selfheal.collector.explain.Explainer;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.rule.ParserCompiler;
import io.selfheal.collector.parse.rule.RuleFile;
import io.selfheal.schemas.rules.DropIns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal explain} with what a node has: the collector's parsers, and the node's own over them. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Parses lines of files, or of standard input, and shows what each became and why.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:a file cannot be read", "2:wrong use"})
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LineOptions lines = new LineOptions();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Folder of parsers over those that ship (default: /etc/selfheal/parsers.d).")
    private Path folder = Path.of("/etc/selfheal/parsers.d");

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files, also .gz; standard input if there are none.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ExplainCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        DropIns<RuleFile, ParserSet> own = ParserCompiler.over(folder);
        own.status()
                .refusals()
                .forEach(refusal ->
                        spec.commandLine().getErr().println("selfheal explain: not taken: " + refusal.message()));
        ParserSet parsers = own.current();
        Explainer.Options options =
                new Explainer.Options(lines.type(parsers), "localhost", lines.zone(), json, Terminal.isPresent());
        Explainer explainer = new Explainer(parsers);
        return ExplainedLogs.print(explainer, options, files, spec.commandLine().getErr());
    }
}
