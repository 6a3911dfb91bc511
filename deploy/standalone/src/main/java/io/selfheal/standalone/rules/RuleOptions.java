package io.selfheal.standalone.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a command finds rules beside those that ship. */
public final class RuleOptions {
    private static final List<Path> USUAL =
            List.of(Path.of("/etc/selfheal/parsers.d"), Path.of("/etc/selfheal/rules.d"));

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Folder of parsers, scenarios and signatures over those that ship; may be given several times"
                    + " (default: /etc/selfheal/parsers.d and /etc/selfheal/rules.d).")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--no-own-rules", description = "Only what ships.")
    private boolean onlyShipped;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public RuleOptions() {
        // options have their defaults
    }

    /** What ships and the own rules; what was refused is told on standard error, as the node would log it. */
    public OwnRules read() {
        OwnRules own = readQuietly();
        own.refusals()
                .forEach(refusal -> spec.commandLine()
                        .getErr()
                        .println(spec.qualifiedName() + ": not taken: " + refusal.message()));
        return own;
    }

    /** The same; who calls tells of refusals himself. */
    OwnRules readQuietly() {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new ParameterException(
                        spec.commandLine(), "--rules: '" + folder + "' is no folder; allowed: a folder of rule files");
            }
        }
        return onlyShipped ? OwnRules.ofFolders(List.of()) : OwnRules.ofFolders(folders.isEmpty() ? USUAL : folders);
    }
}
