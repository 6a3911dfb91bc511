package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code selfheal scan}. */
@Command(
        name = "scan",
        description = {
            "Scan a host of your own networks for open ports or weaknesses, or a file for malware.",
            "Scan only what you own or are allowed to scan."
        })
public final class ScanCommand extends NodeCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "HOST",
            description = "An address, or a name that is resolved once; with --discover a network.")
    private @Nullable String host;

    @Option(names = "--vulnerability", description = "Versions and known weaknesses, up to 5 minutes; else ports only.")
    private boolean vulnerability;

    @Option(
            names = "--discover",
            description = "Which hosts of a network of 256 addresses at most answer; HOST is like 10.0.0.0/24.")
    private boolean discover;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "Have ClamAV look at a file; without it, take its hash.")
    private @Nullable Path file;

    @Option(names = "--cancel", paramLabel = "ID", description = "End a scan that selfheal status shows.")
    private @Nullable String cancel;

    @Override
    Map<String, Object> request() {
        int count = (host == null ? 0 : 1) + (file == null ? 0 : 1) + (cancel == null ? 0 : 1);
        if (discover && (vulnerability || host == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--discover is for a network, and without --vulnerability");
        }
        if (count != 1) {
            throw new ParameterException(spec.commandLine(), "give one of HOST, --file, --cancel");
        }
        if (file != null) {
            return Map.of("command", "check-file", "path", file.toAbsolutePath().toString());
        }
        if (cancel != null) {
            return Map.of("command", "cancel-scan", "id", cancel);
        }
        return Map.of(
                "command",
                "scan",
                "target",
                String.valueOf(host),
                "profile",
                discover ? "discovery" : vulnerability ? "vulnerability" : "quick");
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
        table(reply.get("hosts"), List.of("address", "mac", "vendor"), out);
        table(reply.get("ports"), List.of("port", "state", "service", "version"), out);
        table(reply.get("findings"), List.of("port", "state", "title", "ids", "script"), out);
        if (reply.get("leftOut") instanceof Long more && more > 0) {
            out.println("and " + more + " more");
        }
        if (reply.containsKey("infected")) {
            boolean scanned = !Boolean.FALSE.equals(reply.get("scanned"));
            out.println("sha256 " + reply.get("sha256")
                    + (scanned ? ", looked at by " + reply.get("engine") : ", not scanned, which is not clean"));
        }
    }

    private static void table(@Nullable Object list, List<String> columns, PrintWriter out) {
        if (!(list instanceof List<?> all) || all.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Object one : all) {
            if (one instanceof Map<?, ?> row) {
                rows.add(columns.stream()
                        .map(column -> row.get(column) == null ? "" : String.valueOf(row.get(column)))
                        .toList());
            }
        }
        out.println();
        Table.print(
                columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList(), rows, out);
    }
}
