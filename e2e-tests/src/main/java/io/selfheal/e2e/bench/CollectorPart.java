package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.SampleLog.Kind;
import io.selfheal.e2e.fleet.Installation;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The collector catching up, as a process with the package's flags and jars but on the JVM that runs this, against a
 * broker as a process. {@link PackagePart} measures the rest.
 */
final class CollectorPart implements Part {
    /** What a node with 5,000 lines a second has after ten minutes without a broker. */
    private static final int BACKLOG = 3_000_000;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.open(name());
                Broker broker = Broker.start(scratch.folder())) {
            Path log = new SampleLog(20_000)
                    .write(scratch.folder().resolve("backlog.log"), Kind.BOTH, BACKLOG, Instant.now());
            try (Child collector = collector(scratch.folder(), log, broker)) {
                return List.of(catchUp(collector, broker));
            }
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
                "tail to acknowledged, 3 M lines from the first tenth on, the agent's flags");
    }

    private static Child collector(Path folder, Path log, Broker broker) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("collector.yaml"), """
                host-name: web1
                kafka:
                  bootstrap: %s
                state-directory: %s
                sources:
                  - path: %s
                    start: beginning
                """.formatted(broker.bootstrap(), folder.resolve("state"), log));
        return Child.start("collector", Installation.here().collector(configuration), folder);
    }
}
