package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.e2e.fleet.Fleet;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.LabRequirements;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.PacketStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The whole way as processes of their own on a machine of the laboratory. */
final class FleetPart implements Part {
    private static final int WARM_UP = 20;
    private static final int SAMPLES = 100;
    private static final int BACKGROUND_PER_SECOND = 5_000;
    private static final String ATTACKERS = "10.210.0.0/16";
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "end-to-end";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        List<String> missing = LabRequirements.missing(LabKind.NETWORK);
        if (!missing.isEmpty()) {
            return List.of(new Figure.LeftOut("log line to dropped packet", "needs " + String.join(", ", missing)));
        }
        List<Figure> figures = new ArrayList<>();
        try (NetworkLab lab = NetworkLab.open()) {
            Machine server = lab.server();
            lab.attacker().ownNetwork(ATTACKERS, server);
            Path web = Files.createDirectories(server.logs().resolve("nginx")).resolve("access.log");
            Fleet fleet = Fleet.withAnalyzer(
                            server,
                            Installation.here(),
                            state -> AnalyzerProcess.argv(Fleet.bootstrap(), state),
                            "ready")
                    .startAll();
            figures.addAll(idleResponder(fleet));
            Attack.check(Instant.now());
            figures.addAll(latency("without load", lab, web));
            try (LineFeed feed = LineFeed.start(web, new SampleLog(10_000), Kind.ACCESS, BACKGROUND_PER_SECOND)) {
                Waiter.pause(Duration.ofSeconds(3));
                figures.addAll(latency("5,000 lines/s beside", lab, web));
                feed.check();
            }
        }
        return figures;
    }

    private static List<Figure> idleResponder(Fleet fleet) throws IOException, InterruptedException {
        Waiter.pause(Duration.ofSeconds(2));
        Usage before = Usage.of(fleet.responder().pid());
        Waiter.pause(IDLE);
        Usage after = Usage.of(fleet.responder().pid());
        return List.of(
                new Figure.Measured(
                        "responder acting: resident, idle",
                        after.residentMib(),
                        "MiB",
                        Budget.atMost(70),
                        "VmRSS, the package's flags on a plain JVM"),
                new Figure.Measured(
                        "responder acting: idle",
                        100 * (after.cpuSeconds() - before.cpuSeconds()) / IDLE.toSeconds(),
                        "% of a core",
                        Budget.atMost(0.3),
                        "10 s, soon after its start"));
    }

    private static List<Figure> latency(String load, NetworkLab lab, Path web)
            throws IOException, InterruptedException {
        int first = load.startsWith("without") ? 1 : 1 + WARM_UP + SAMPLES;
        double[] millis = new double[SAMPLES];
        for (int i = -WARM_UP; i < SAMPLES; i++) {
            double took = sample(lab, web, "10.210." + (first + WARM_UP + i) + ".7") / 1e6;
            if (i >= 0) {
                millis[i] = took;
            }
        }
        Percentiles percentiles = Percentiles.of(millis);
        String method = SAMPLES + " attackers one after the other, nft, " + load;
        return List.of(
                new Figure.Measured(
                        "log line to dropped packet, p50, " + load,
                        percentiles.at(50),
                        "ms",
                        Budget.atMost(40),
                        method),
                new Figure.Measured(
                        "log line to dropped packet, p99, " + load,
                        percentiles.at(99),
                        "ms",
                        Budget.atMost(250),
                        method));
    }

    /**
     * Nanoseconds from the moment before the line is written to the first packet that is dropped. Each attacker comes
     * from a network of its own, and one line decides: what networks, accounts and hosts saw of others counts against
     * the next one too, and would have it blocked before the line that is timed.
     */
    private static long sample(NetworkLab lab, Path web, String address) throws IOException, InterruptedException {
        String line = Attack.line(address, Instant.now());
        try (PacketStream packets =
                PacketStream.start(lab.attacker(), address, lab.server()).flowing()) {
            long written = System.nanoTime();
            Files.writeString(web, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            long took = packets.awaitDrop(QUIET, LIMIT) - written;
            if (took < 0) {
                throw new IllegalStateException(address + " was blocked before its line was written");
            }
            return took;
        }
    }
}
