package io.selfheal.standalone.rules;

import io.selfheal.analyzer.check.RuleLint;
import io.selfheal.schemas.rules.RuleWarning;
import io.selfheal.schemas.text.Excerpt;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal rules lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description =
                "Says what about scenarios and signatures works and yet is no good: overlaps, missing examples and"
                        + " near misses, wrong ATT&CK ids.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:nothing found", "1:something found, or a file is wrong", "2:wrong use"})
public final class RulesLintCommand implements Callable<Integer> {
    private static final int LONGEST = 400;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleOptions options = new RuleOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Rule files; all rules if there are none.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public RulesLintCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        OwnRules own = files.isEmpty() ? options.readQuietly() : OwnRules.ofFiles(files);
        Set<String> names = files.stream().map(Path::toString).collect(Collectors.toSet());
        Predicate<String> wanted = names.isEmpty() ? name -> true : names::contains;
        List<RuleWarning> warnings = new RuleLint(own.rules()).check(wanted);
        PrintWriter out = spec.commandLine().getOut();
        own.refusals().forEach(refusal -> out.println(refusal.message()));
        for (RuleWarning warning : warnings) {
            out.println(Excerpt.of(
                    warning.place() + ": " + warning.rule() + ": " + warning.check() + ": " + warning.message(),
                    LONGEST));
        }
        out.println(warnings.size() + " findings");
        out.flush();
        return warnings.isEmpty() && own.refusals().isEmpty() ? 0 : 1;
    }
}
