package io.selfheal.node;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.Problem;
import io.selfheal.responder.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal config check}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Looks at this node's configuration files.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "1:a file is refused", "2:wrong use"})
public final class ConfigCommand {
    private static final List<Path> ALL = List.of(
            Path.of("/etc/selfheal/collector.yaml"),
            Path.of("/etc/selfheal/responder.yaml"),
            Path.of("/etc/selfheal/care.yaml"));

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public ConfigCommand() {
        // subcommands have their options
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads configuration files as the agents do and names everything that they would refuse:",
                "file, line, setting, value, and what is allowed. Changes nothing."
            },
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {"0:the agents take them", "1:a file is refused", "2:wrong use"})
    int check(
            @Option(names = "--json", description = "One JSON object a file.") boolean json,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "FILE",
                            description = "Files whose names begin with collector, responder or care;"
                                    + " those in /etc/selfheal if there are none.")
                    List<Path> files) {
        PrintWriter out = spec.commandLine().getOut();
        boolean refused = false;
        for (Path file : files == null || files.isEmpty() ? ALL : files) {
            List<Problem> problems = problems(file);
            refused |= !problems.isEmpty();
            if (json) {
                out.println(Json.write(asMap(file, problems)));
            } else if (problems.isEmpty()) {
                out.println(file + ": in order");
            } else {
                problems.forEach(out::println);
            }
        }
        out.flush();
        return refused ? 1 : 0;
    }

    private List<Problem> problems(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (name.startsWith("collector")) {
                Configurations.collector(file);
            } else if (name.startsWith("responder")) {
                Configurations.responder(file);
            } else if (name.startsWith("care")) {
                Configurations.care(file);
            } else {
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + name + "' is not known; allowed: a name that begins with collector, responder or care");
            }
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static Map<String, Object> asMap(Path file, List<Problem> problems) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Problem problem : problems) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("line", problem.line());
            one.put("setting", problem.path());
            one.put("message", problem.message());
            all.add(one);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", file.toString());
        map.put("ok", problems.isEmpty());
        map.put("problems", all);
        return map;
    }
}
