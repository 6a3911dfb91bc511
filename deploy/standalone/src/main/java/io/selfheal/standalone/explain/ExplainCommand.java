package io.selfheal.standalone.explain;

import io.selfheal.analyzer.geo.GeoFiles;
import io.selfheal.analyzer.geo.GeoStamp;
import io.selfheal.analyzer.signature.SignatureMatcher;
import io.selfheal.collector.explain.Explainer;
import io.selfheal.collector.explain.Recognised;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.node.ExplainedLogs;
import io.selfheal.node.LineOptions;
import io.selfheal.node.Terminal;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.standalone.GeoOption;
import io.selfheal.standalone.rules.OwnRules;
import io.selfheal.standalone.rules.RuleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Parses lines and shows what each became and which attacks are in it: the collector's parsers, the analyzer's signatures. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Parses lines of files, or of standard input, and shows what each became and why, and the"
                + " signatures that are in it.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:a file cannot be read", "2:wrong use"})
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LineOptions lines = new LineOptions();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin
    private GeoOption geo = new GeoOption();

    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files, also .gz; standard input if there are none.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ExplainCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException {
        OwnRules own = rules.read();
        ParserSet parsers = own.parsers();
        SignatureMatcher matcher = new SignatureMatcher(own.rules().signatures());
        Explainer.Options options =
                new Explainer.Options(lines.type(parsers), "localhost", lines.zone(), json, Terminal.isPresent());
        try (GeoFiles places = geo.open()) {
            Explainer explainer =
                    new Explainer(parsers, new GeoStamp(places)::stamp, event -> recognised(matcher, event));
            return ExplainedLogs.print(
                    explainer, options, files, spec.commandLine().getErr());
        }
    }

    private static List<Recognised> recognised(SignatureMatcher matcher, SecurityEvent event) {
        return matcher.match(event).stream()
                .map(hit -> new Recognised(
                        hit.signature().id(),
                        hit.signature().score(),
                        hit.signature().reason(),
                        hit.target().name().toLowerCase(Locale.ROOT),
                        hit.excerpt()))
                .toList();
    }
}
