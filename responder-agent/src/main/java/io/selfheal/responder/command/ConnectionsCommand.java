package io.selfheal.responder.command;

import io.selfheal.responder.json.Json;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.vitals.Connections;
import io.selfheal.responder.vitals.Connections.Connection;
import io.selfheal.responder.vitals.Connections.Endpoint;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal connections}. Exit status: 0 listed, 1 ss failed, 2 wrong use. */
@Command(
        name = "connections",
        description = {
            "List this host's TCP and UDP sockets with their processes; root sees all processes.",
            "Changes nothing, and works with everything else down."
        })
public final class ConnectionsCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "Only with this address or network.")
    private @Nullable String with;

    @Option(
            names = "--ss",
            paramLabel = "PATH",
            defaultValue = "/usr/bin/ss",
            description = "The ss program (default: ${DEFAULT-VALUE}).")
    private String program = "/usr/bin/ss";

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Cidr network = with == null ? null : Cidr.tryParse(with);
        if (with != null && network == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + with + "' is no address; allowed: an IP address or a network in CIDR form");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<Connection> shown = new Connections(new ExternalProgram(List.of(program), LIMIT), Path.of("/"))
                    .look().stream()
                            .filter(each -> network == null || isWith(each, network))
                            .toList();
            print(shown, out);
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("selfheal: the connections cannot be listed: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private static boolean isWith(Connection connection, Cidr network) {
        return connection.remote().address() != null
                && network.contains(connection.remote().address());
    }

    private void print(List<Connection> connections, PrintWriter out) {
        if (json) {
            connections.forEach(each -> out.println(Json.write(map(each))));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Connection each : connections) {
            rows.add(List.of(
                    each.protocol(),
                    each.state(),
                    each.local().toString(),
                    each.remote().toString(),
                    each.pid() == 0 ? "-" : each.process() + " [" + each.pid() + "]"));
        }
        Table.print(List.of("PROTOCOL", "STATE", "LOCAL", "REMOTE", "PROCESS"), rows, out);
    }

    private static Map<String, Object> map(Connection connection) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("protocol", connection.protocol());
        map.put("state", connection.state());
        put(map, "local", connection.local());
        put(map, "remote", connection.remote());
        if (connection.pid() != 0) {
            map.put("pid", connection.pid());
            map.put("process", connection.process());
        }
        return map;
    }

    /** What is any is left out. */
    private static void put(Map<String, Object> map, String end, Endpoint endpoint) {
        if (endpoint.address() != null) {
            map.put(end + "_ip", endpoint.address().toString());
        }
        if (endpoint.port() != 0) {
            map.put(end + "_port", endpoint.port());
        }
    }
}
