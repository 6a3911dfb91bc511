package io.selfheal.e2e.bench;

import io.selfheal.collector.parse.bench.ParseBench;
import java.util.List;

/** Parsing alone, as the collector's own measurement has it. */
final class ParsePart implements Part {
    private static final long LINES = 1_000_000;
    private static final double FAST = 2_000_000;
    private static final double PATTERNS = 400_000;

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public List<Figure> measure() {
        ParseBench.Figures parsed = ParseBench.run(LINES);
        return List.of(
                figure("parse sshd, fast path", parsed.sshd(), FAST),
                figure("parse sshd, YAML patterns", parsed.sshdByPatterns(), PATTERNS),
                figure("parse combined access log, fast path", parsed.access(), FAST),
                figure("parse combined access log, YAML patterns", parsed.accessByPatterns(), PATTERNS));
    }

    private static Figure figure(String what, double perSecond, double budget) {
        return new Figure.Measured(
                what,
                perSecond,
                "lines / CPU s",
                Budget.atLeast(budget),
                "bytes to records, one thread, whole process");
    }
}
