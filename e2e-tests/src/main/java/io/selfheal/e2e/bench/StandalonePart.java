package io.selfheal.e2e.bench;

import io.selfheal.e2e.fleet.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Everything in one JVM: the demo, until its view has drawn its first line of figures, and some seconds more. */
final class StandalonePart implements Part {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final String FIRST_FIGURES = "  -- ";

    @Override
    public String name() {
        return "standalone";
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.open(name())) {
            long start = System.nanoTime();
            try (Child demo = Child.start("demo", Installation.here().demo(), scratch.folder())) {
                demo.awaitOutput(FIRST_FIGURES, Duration.ofMinutes(1));
                double ready = (System.nanoTime() - start) / 1e9;
                Waiter.pause(SETTLE);
                return List.of(
                        new Figure.Measured(
                                "standalone: start to ready",
                                ready,
                                "s",
                                Budget.atMost(12),
                                "demo, until its view runs"),
                        new Figure.Measured(
                                "standalone: resident",
                                demo.usage().residentMib(),
                                "MiB",
                                Budget.atMost(1024),
                                "VmRSS, 10 s later, attacks playing"));
            }
        }
    }
}
