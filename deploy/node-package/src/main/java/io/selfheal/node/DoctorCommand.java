package io.selfheal.node;

import io.selfheal.node.doctor.Doctor;
import io.selfheal.node.doctor.Finding;
import io.selfheal.node.doctor.Node;
import io.selfheal.responder.json.Json;
import io.selfheal.schemas.text.Excerpt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code selfheal doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Says what is wrong on this node and how to mend it. Changes nothing without --canary; best run as"
                        + " root.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:nothing is wrong", "1:something is wrong", "2:wrong use"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int LONGEST = 400;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the findings as one JSON object.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FOLDER",
            description = "Where collector.yaml and responder.yaml are (default: ${DEFAULT-VALUE}).",
            defaultValue = "/etc/selfheal")
    private Path folder = Path.of("/etc/selfheal");

    @Option(
            names = "--silent-after",
            paramLabel = "HOURS",
            description = "After how many hours without a line a source counts as silent (default: ${DEFAULT-VALUE}).",
            defaultValue = "24")
    private int silentAfter = 24;

    @Option(
            names = "--canary",
            description = "Also send a line the whole way: into the system's log, through the analyzer, and back as a"
                    + " block, for a minute and on this host only, of an address that nobody has.")
    private boolean canary;

    @Option(
            names = "--canary-wait",
            paramLabel = "SECONDS",
            description = "How long the canary may be on its way (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int canaryWait = 20;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public DoctorCommand() {
        // options have their defaults
    }

    @Override
    public Integer call() {
        if (silentAfter < 1 || silentAfter > 8760) {
            throw new ParameterException(spec.commandLine(), "--silent-after is out of range; allowed: 1 to 8760");
        }
        if (canaryWait < 1 || canaryWait > 600) {
            throw new ParameterException(spec.commandLine(), "--canary-wait is out of range; allowed: 1 to 600");
        }
        Optional<Duration> patience = canary ? Optional.of(Duration.ofSeconds(canaryWait)) : Optional.empty();
        Node node = Node.read(folder, InstantSource.system());
        List<Finding> findings = new Doctor(Duration.ofHours(silentAfter), patience).examine(node);
        boolean wrong = findings.stream().anyMatch(finding -> finding.state() == Finding.State.WRONG);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("ok", !wrong);
            all.put("findings", findings.stream().map(DoctorCommand::asMap).toList());
            out.println(Json.write(all));
        } else {
            findings.forEach(finding -> print(finding, out));
            out.println(wrong ? "something is wrong" : "nothing is wrong");
        }
        out.flush();
        return wrong ? 1 : 0;
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf("%-8s%-10s%s%n", finding.state().word(), finding.about(), Excerpt.of(finding.what(), LONGEST));
        if (!finding.mend().isEmpty()) {
            out.printf("%18s→ %s%n", "", finding.mend());
        }
    }

    private static Map<String, Object> asMap(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("state", finding.state().word());
        map.put("about", finding.about());
        map.put("what", Excerpt.of(finding.what(), LONGEST));
        map.put("mend", finding.mend());
        return map;
    }
}
