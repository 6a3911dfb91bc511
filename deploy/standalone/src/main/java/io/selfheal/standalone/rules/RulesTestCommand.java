package io.selfheal.standalone.rules;

import io.selfheal.analyzer.check.RuleExamples;
import io.selfheal.collector.parse.rule.ParserExamples;
import io.selfheal.schemas.rules.RuleTestReport;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code selfheal rules test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the examples and near misses of all rules, or of the given files, among all the others.",
            "A given file counts as one of your own: its rules replace those that ship under the same ids."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:all came out as their rules say", "1:some did not, or a file is wrong", "2:wrong use"})
public final class RulesTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleOptions options = new RuleOptions();

    @Option(names = "--json", description = "One JSON object a file, and a summary.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Rule files of any kind; all rules if there are none.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public RulesTestCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() throws IOException {
        OwnRules own = files.isEmpty() ? options.readQuietly() : OwnRules.ofFiles(files);
        Set<String> names = files.stream().map(Path::toString).collect(Collectors.toSet());
        Predicate<String> wanted = names.isEmpty() ? name -> true : names::contains;
        List<RuleTestReport> reports = new ArrayList<>(new ParserExamples(own.parsers()).test(wanted));
        reports.addAll(new RuleExamples(own.rules()).test(wanted));
        PrintWriter out = spec.commandLine().getOut();
        TestOutput output = json ? TestOutput.json(out) : TestOutput.text(out);
        for (RuleTestReport report : reports) {
            output.file(report);
        }
        output.end(reports, own.refusals());
        out.flush();
        boolean passed = own.refusals().isEmpty() && reports.stream().allMatch(RuleTestReport::passed);
        return passed ? 0 : 1;
    }
}
