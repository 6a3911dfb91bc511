package io.selfheal.node;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.node.init.Interview;
import io.selfheal.node.init.NodeFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code selfheal init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Asks for this node's brokers, key, allowlist and mode, and puts the answers into its configuration."
                        + " Writes nothing before the last question is answered with yes; as root.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:the files say so now", "1:nothing was written", "2:wrong use"})
public final class InitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FOLDER",
            description = "Where collector.yaml and responder.yaml are (default: ${DEFAULT-VALUE}).",
            defaultValue = "/etc/selfheal")
    private Path folder = Path.of("/etc/selfheal");

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public InitCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(
                    spec.commandLine(), folder + " is no folder that may be written to; allowed: as root, or --config");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return new Interview(in, out, cameFrom()).hold(new NodeFiles(folder)) ? 0 : 1;
        } catch (NoSuchFileException e) {
            spec.commandLine()
                    .getErr()
                    .println("selfheal init: " + e.getMessage() + " is missing; the node's package brings it");
            return 1;
        } catch (IOException | ConfigException e) {
            spec.commandLine().getErr().println("selfheal init: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    /** The address of who is logged in over SSH, as sshd(8) tells it in SSH_CONNECTION; sudo takes it away. */
    private static String cameFrom() {
        return String.valueOf(System.getenv().getOrDefault("SSH_CONNECTION", ""))
                .split(" ", 2)[0];
    }
}
