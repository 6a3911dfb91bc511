package io.selfheal.responder.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that every node command has. */
final class NodeOptions {
    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "/run/selfheal/responder.sock",
            description = "The responder's socket (default: ${DEFAULT-VALUE}).")
    Path socket = Path.of("/run/selfheal/responder.sock");

    @Option(
            names = "--state",
            paramLabel = "DIRECTORY",
            defaultValue = "/var/lib/selfheal/responder",
            description = "The responder's state, read when it does not run (default: ${DEFAULT-VALUE}).")
    Path state = Path.of("/var/lib/selfheal/responder");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/selfheal/responder.yaml",
            description = "Names the firewall; read when the responder does not run (default: ${DEFAULT-VALUE}).")
    Path config = Path.of("/etc/selfheal/responder.yaml");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
