package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "quick (the 100 most common ports; if none is named), default (1000 ports), vulnerability"
                    + " (versions and known weaknesses), thorough (all ports, versions, weaknesses), stealth (half-open"
                    + " and slow; where scan.stealth allows it) or discovery.")
    private @Nullable String profile;

    @Option(names = "--vulnerability", description = "The same as --profile vulnerability.")
    private boolean vulnerability;

    @Option(
            names = "--discover",
            description = "Which hosts of a network of 256 addresses at most answer; HOST is like 10.0.0.0/24. The same"
                    + " as --profile discovery.")
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
        int profiles = (profile == null ? 0 : 1) + (vulnerability ? 1 : 0) + (discover ? 1 : 0);
        if (profiles > 1 || (profiles == 1 && host == null)) {
            throw new ParameterException(
                    spec.commandLine(), "one of --profile, --vulnerability, --discover goes with a HOST");
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
        return asked("scan");
    }

    private Map<String, Object> asked(String command) {
        String named = profile == null ? "quick" : profile;
        String chosen = discover ? "discovery" : vulnerability ? "vulnerability" : named;
        return Map.of("command", command, "target", String.valueOf(host), "profile", chosen);
    }

    @Override
    Optional<Map<String, Object>> announcement() {
        return host == null ? Optional.empty() : Optional.of(asked("estimate-scan"));
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
            String type = String.valueOf(reply.getOrDefault("mimeType", ""));
            out.println("sha256 " + reply.get("sha256")
                    + (type.isEmpty() ? "" : ", " + type)
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
