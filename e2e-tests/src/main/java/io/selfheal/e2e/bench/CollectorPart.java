package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The collector as a process with an agent's flags, against a broker as a process. */
final class CollectorPart implements Part {
    private static final int BACKLOG = 500_000;
    private static final int LIVE_PER_SECOND = 5_000;
    private static final Duration LIVE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Scratch scratch = Scratch.open(name());
                Broker broker = Broker.start(scratch.folder())) {
            figures.add(firstEvent(scratch.folder(), broker));
            Path log = new SampleLog(20_000)
                    .write(scratch.folder().resolve("backlog.log"), Kind.BOTH, BACKLOG, Instant.now());
            try (Child collector = collector(scratch.folder(), "backlog", log, broker)) {
                figures.add(catchUp(collector, broker));
                figures.addAll(live(collector, log));
            }
        }
        return figures;
    }

    private static Figure firstEvent(Path folder, Broker broker) throws IOException, InterruptedException {
        Path log = new SampleLog(10).write(folder.resolve("first.log"), Kind.SSHD, 1, Instant.now());
        long before = broker.count(Topics.EVENTS);
        long start = System.nanoTime();
        try (Child collector = collector(folder, "first", log, broker)) {
            Waiter.until("the first event", LIMIT, () -> broker.count(Topics.EVENTS) > before, collector);
            return new Figure.Measured(
                    "collector: start to first acknowledged event",
                    (System.nanoTime() - start) / 1e9,
                    "s",
                    Budget.atMost(1),
                    "plain JVM, no AOT cache");
        }
    }

    /** From a tenth on, so that starting the JVM is not counted as work on lines. */
    private static Figure catchUp(Child collector, Broker broker) throws IOException, InterruptedException {
        long before = broker.count(Topics.EVENTS);
        Waiter.until(
                "a tenth of the backlog", LIMIT, () -> broker.count(Topics.EVENTS) > before + BACKLOG / 10, collector);
        double cpuBefore = collector.usage().cpuSeconds();
        long done = broker.count(Topics.EVENTS);
        Waiter.until("the backlog", LIMIT, () -> broker.count(Topics.EVENTS) >= before + BACKLOG, collector);
        return new Figure.Measured(
                "collector: catching up",
                (before + BACKLOG - done) / (collector.usage().cpuSeconds() - cpuBefore),
                "lines / CPU s",
                Budget.atLeast(200_000),
                "tail to acknowledged, 0.5 M lines, the agent's flags");
    }

    private static List<Figure> live(Child collector, Path log) throws IOException, InterruptedException {
        Waiter.pause(IDLE);
        Usage idle = collector.usage();
        Usage before = collector.usage();
        try (LineFeed feed = LineFeed.start(log, new SampleLog(20_000), Kind.BOTH, LIVE_PER_SECOND)) {
            Waiter.pause(LIVE);
            feed.check();
        }
        Usage after = collector.usage();
        return List.of(
                new Figure.Measured(
                        "collector: at 5,000 lines/s",
                        100 * (after.cpuSeconds() - before.cpuSeconds()) / LIVE.toSeconds(),
                        "% of a core",
                        Budget.atMost(7),
                        "10 s after the backlog"),
                new Figure.Measured(
                        "collector: resident at 5,000 lines/s", after.residentMib(), "MiB", Budget.atMost(76), "VmRSS"),
                new Figure.Measured(
                        "collector: resident, idle again",
                        idle.residentMib(),
                        "MiB",
                        Budget.atMost(70),
                        "VmRSS after the backlog"));
    }

    private static Child collector(Path folder, String name, Path log, Broker broker) throws IOException {
        Path configuration = Files.writeString(folder.resolve(name + ".yaml"), """
                host-name: web1
                kafka:
                  bootstrap: %s
                state-directory: %s
                sources:
                  - path: %s
                    start: beginning
                """.formatted(
                        broker.bootstrap(), folder.resolve(name + "-state"), log));
        return Child.start("collector-" + name, Installation.here().collector(configuration), folder);
    }
}
