package io.selfheal.e2e.bench;

import io.selfheal.e2e.bench.Figure.Listed;
import io.selfheal.e2e.bench.Figure.Measured;
import io.selfheal.e2e.fuzz.FuzzRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;

/** Made-up lines through all parsers and signatures, on every processor; the seeds are printed, so that a run can be repeated. */
final class FuzzPart implements Part {
    private static final Duration BOUND = Duration.ofMillis(1);
    /** Lines that only warm up the compiler: a line's time bound means the machine at work. */
    private static final long WARM_UP = 100_000;

    private final long lines;
    private final long seed;

    FuzzPart(long lines, long seed) {
        this.lines = lines;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public List<Figure> measure() throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        List<FutureTask<FuzzRun.Outcome>> runs = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            long own = seed + i;
            FutureTask<FuzzRun.Outcome> run = new FutureTask<>(() -> {
                new FuzzRun(~own, BOUND).run(WARM_UP);
                return new FuzzRun(own, BOUND).run(lines / threads);
            });
            runs.add(run);
            // A platform thread: only those have a processor time of their own.
            Thread.ofPlatform().name("fuzz-" + i).daemon().start(run);
        }
        List<FuzzRun.Outcome> outcomes = new ArrayList<>();
        for (FutureTask<FuzzRun.Outcome> run : runs) {
            outcomes.add(run.get());
        }
        return figures(outcomes, threads);
    }

    private List<Figure> figures(List<FuzzRun.Outcome> outcomes, int threads) {
        long all = outcomes.stream().mapToLong(FuzzRun.Outcome::lines).sum();
        List<String> thrown =
                outcomes.stream().flatMap(o -> o.thrown().stream()).toList();
        List<String> slow = outcomes.stream().flatMap(o -> o.slow().stream()).toList();
        List<String> cold = outcomes.stream().flatMap(o -> o.cold().stream()).toList();
        double worst =
                outcomes.stream().mapToDouble(o -> o.worst().toNanos()).max().orElse(0) / 1e6;
        String method = String.format(
                Locale.ROOT,
                "%,d mutated lines, seeds %d to %d; %,d became events, %,d signatures found",
                all,
                seed,
                seed + threads - 1,
                outcomes.stream().mapToLong(FuzzRun.Outcome::parsed).sum(),
                outcomes.stream().mapToLong(FuzzRun.Outcome::hits).sum());
        return List.of(
                new Measured("fuzz: exceptions", thrown.size(), "lines", Budget.atMost(0), method),
                new Measured(
                        "fuzz: over 1 ms",
                        slow.size(),
                        "lines",
                        Budget.atMost(0),
                        "processor time, the best of a thousand attempts"),
                new Measured(
                        "fuzz: over 1 ms at first only",
                        cold.size(),
                        "lines",
                        new Budget.None(),
                        "the best of five attempts, while their code was not compiled"),
                new Measured(
                        "fuzz: slowest line", worst, "ms", Budget.atMost(1), "processor time, parser and signatures"),
                new Listed("fuzz: exceptions", thrown),
                new Listed("fuzz: over 1 ms", slow),
                new Listed("fuzz: over 1 ms at first only", cold));
    }
}
