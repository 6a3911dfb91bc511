package io.selfheal.responder.command;

import java.nio.file.Path;
import java.util.List;
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
            names = "--nft",
            paramLabel = "WORD",
            split = " ",
            defaultValue = "/usr/sbin/nft",
            description = "The nft program, used when the responder does not run (default: ${DEFAULT-VALUE}).")
    List<String> nft = List.of("/usr/sbin/nft");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
