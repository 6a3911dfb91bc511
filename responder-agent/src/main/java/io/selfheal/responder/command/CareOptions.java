package io.selfheal.responder.command;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.care.Care;
import io.selfheal.responder.care.CareConfig;
import io.selfheal.responder.care.CareReport;
import io.selfheal.responder.care.Stamps;
import io.selfheal.responder.config.NodeSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options of backup, restore and check. */
@Command
final class CareOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/selfheal/care.yaml",
            description = "What is backed up and checked (default: ${DEFAULT-VALUE}).")
    Path config = Path.of("/etc/selfheal/care.yaml");

    @Option(
            names = "--care-state",
            paramLabel = "DIRECTORY",
            defaultValue = "/var/lib/selfheal/care",
            description = "Where it is noted what was done when (default: ${DEFAULT-VALUE}).")
    Path state = Path.of("/var/lib/selfheal/care");

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "/run/selfheal/responder.sock",
            description = "The responder's socket; it tells the fleet how this ended (default: ${DEFAULT-VALUE}).")
    Path socket = Path.of("/run/selfheal/responder.sock");

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** @throws io.selfheal.agent.config.ConfigException if the file is wrong; a missing one is an empty one */
    Care care() {
        CareConfig read = Files.exists(config)
                ? YamlConfig.read(config, CareConfig.class)
                : YamlConfig.defaults(CareConfig.class);
        return new Care(read, host(), InstantSource.system(), ZoneId.systemDefault());
    }

    void report(CareReport report, PrintWriter err) {
        ToldResponder.tell(socket, report, err);
    }

    String host() {
        return new NodeSettings(Optional.empty(), List.of()).nameOrHost();
    }

    Stamps stamps() {
        return new Stamps(state);
    }
}
