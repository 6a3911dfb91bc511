package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both agents as the node's package runs them, against a broker as a process; the responder simulates. */
final class PackagePart implements Part {
    private static final int STARTS = 5;
    private static final Duration STARTED = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int LIVE_PER_SECOND = 5_000;
    /** The compiler has then done what it does; after ten seconds it took as much as the work itself. */
    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private static final Duration LIVE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * A start.
     *
     * @param seconds until it did what it is there for
     * @param cpuSeconds until it had come to rest
     */
    private record Start(double seconds, double cpuSeconds) {}

    /** Something to wait for, which may fail. */
    @FunctionalInterface
    private interface Starter {
        Start start(int number) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
        return "package";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        Optional<PackedAgents> packed = PackedAgents.here();
        if (packed.isEmpty()) {
            return List.of(new Figure.LeftOut("agents as packaged", "needs the node's package: ./selfheal package"));
        }
        try (Scratch scratch = Scratch.open(name());
                Broker broker = Broker.start(scratch.folder())) {
            Measurement measurement = new Measurement(packed.get(), scratch.folder(), broker);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(measurement.collectorStarts());
            figures.addAll(measurement.responderStarts());
            figures.addAll(measurement.running());
            return figures;
        }
    }

    private record Measurement(PackedAgents packed, Path folder, Broker broker) {

        List<Figure> collectorStarts() throws IOException, InterruptedException {
            return starts("collector", "first acknowledged event", Budget.atMost(1), number -> {
                Path log = oneLine("start-" + number);
                long before = broker.count(Topics.EVENTS);
                long start = System.nanoTime();
                try (Child collector = collector("start-" + number, log)) {
                    Waiter.until("the first event", LIMIT, () -> broker.count(Topics.EVENTS) > before, collector);
                    return started(start, collector);
                }
            });
        }

        List<Figure> responderStarts() throws IOException, InterruptedException {
            return starts("responder", "its command's socket", new Budget.None(), number -> {
                long start = System.nanoTime();
                try (Child responder = responder("start-" + number)) {
                    Path socket = socket("start-" + number);
                    Waiter.until("the responder's socket", LIMIT, () -> Files.exists(socket), responder);
                    return started(start, responder);
                }
            });
        }

        private static Start started(long start, Child child) throws IOException, InterruptedException {
            double seconds = (System.nanoTime() - start) / 1e9;
            Waiter.pause(STARTED);
            return new Start(seconds, child.usage().cpuSeconds());
        }

        /** Medians; one start before them brings the files into memory. */
        private static List<Figure> starts(String agent, String until, Budget budget, Starter starter)
                throws IOException, InterruptedException {
            double[] seconds = new double[STARTS];
            double[] cpuSeconds = new double[STARTS];
            for (int i = -1; i < STARTS; i++) {
                Start start = starter.start(i + 1);
                if (i >= 0) {
                    seconds[i] = start.seconds();
                    cpuSeconds[i] = start.cpuSeconds();
                }
            }
            String method = "packaged, median of " + STARTS;
            return List.of(
                    new Figure.Measured(
                            agent + ": start to " + until,
                            Percentiles.of(seconds).at(50),
                            "s",
                            budget,
                            method),
                    new Figure.Measured(
                            agent + ": processor time of a start",
                            Percentiles.of(cpuSeconds).at(50),
                            "s",
                            new Budget.None(),
                            method + ", 5 s after it"));
        }

        /** Both at once, as on a node: first idle, then with lines. */
        List<Figure> running() throws IOException, InterruptedException {
            Path log = oneLine("running");
            try (Child collector = collector("running", log);
                    Child responder = responder("running")) {
                Waiter.pause(IDLE);
                List<Figure> figures = new ArrayList<>();
                Usage collectorBefore = collector.usage();
                Usage responderBefore = responder.usage();
                Waiter.pause(IDLE);
                figures.addAll(idle("collector", collector, collectorBefore, new Budget.None()));
                figures.addAll(idle("responder", responder, responderBefore, Budget.atMost(0.3)));
                figures.addAll(live(collector, log));
                return figures;
            }
        }

        private static List<Figure> idle(String agent, Child child, Usage before, Budget load) throws IOException {
            Usage after = child.usage();
            return List.of(
                    new Figure.Measured(
                            agent + ": resident, idle",
                            after.residentMib(),
                            "MiB",
                            Budget.atMost(70),
                            "packaged, VmRSS, 2 min after its start"),
                    new Figure.Measured(
                            agent + ": its share of it, idle",
                            after.shareMib(),
                            "MiB",
                            new Budget.None(),
                            "packaged, Pss, both agents running"),
                    new Figure.Measured(
                            agent + ": idle", load(before, after, IDLE), "% of a core", load, "packaged, 60 s"));
        }

        private static List<Figure> live(Child collector, Path log) throws IOException, InterruptedException {
            try (LineFeed feed = LineFeed.start(log, new SampleLog(20_000), Kind.BOTH, LIVE_PER_SECOND)) {
                Waiter.pause(WARM_UP);
                Usage before = collector.usage();
                double[] resident = new double[(int) LIVE.toSeconds()];
                for (int i = 0; i < resident.length; i++) {
                    Waiter.pause(Duration.ofSeconds(1));
                    resident[i] = collector.usage().residentMib();
                }
                Usage after = collector.usage();
                feed.check();
                Percentiles memory = Percentiles.of(resident);
                return List.of(
                        new Figure.Measured(
                                "collector: at 5,000 lines/s",
                                load(before, after, LIVE),
                                "% of a core",
                                Budget.atMost(7),
                                "packaged, 30 s after 2 min of it"),
                        new Figure.Measured(
                                "collector: resident at 5,000 lines/s",
                                memory.at(50),
                                "MiB",
                                Budget.atMost(76),
                                "packaged, VmRSS, median of those 30 s"),
                        new Figure.Measured(
                                "collector: most resident at 5,000 lines/s",
                                memory.at(100),
                                "MiB",
                                new Budget.None(),
                                "packaged, VmRSS, Java compiles at times"));
            }
        }

        private static double load(Usage before, Usage after, Duration time) {
            return 100 * (after.cpuSeconds() - before.cpuSeconds()) / time.toSeconds();
        }

        private Path oneLine(String name) throws IOException {
            return new SampleLog(10).write(folder.resolve(name + ".txt"), Kind.SSHD, 1, Instant.now());
        }

        private Child collector(String name, Path log) throws IOException {
            return start(
                    "collector", name, """
                    host-name: web1
                    kafka:
                      bootstrap: %s
                    state-directory: %s
                    sources:
                      - path: %s
                        start: beginning
                    """.formatted(broker.bootstrap(), folder.resolve("collector-" + name), log));
        }

        private Child responder(String name) throws IOException {
            return start("responder", name, """
                    node:
                      name: web1
                    kafka:
                      bootstrap: %s
                    state:
                      directory: %s
                    control:
                      socket: %s
                    """.formatted(
                            broker.bootstrap(), folder.resolve("responder-" + name), socket(name)));
        }

        private Path socket(String name) {
            return folder.resolve(name + ".sock");
        }

        private Child start(String agent, String name, String yaml) throws IOException {
            Path configuration = Files.writeString(folder.resolve(agent + "-" + name + ".yaml"), yaml);
            return Child.start(agent + "-" + name, packed.argv(agent, configuration, folder), folder);
        }
    }
}
