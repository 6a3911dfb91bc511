package io.selfheal.e2e.bench;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.e2e.bench.SampleLog.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Parsing alone. */
final class ParsePart implements Part {
    private static final int LINES = 20_000;

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public List<Figure> measure() throws Exception {
        ParserSet fast = ParserSet.builtIn();
        List<Figure> figures = new ArrayList<>();
        for (Kind kind : List.of(Kind.SSHD, Kind.ACCESS)) {
            String log = kind == Kind.SSHD ? "sshd" : "combined access log";
            figures.add(figure("parse " + log + ", fast path", kind, fast, 2_000_000));
            figures.add(figure("parse " + log + ", YAML patterns", kind, fast.patternsOnly(), 400_000));
        }
        return figures;
    }

    private static Figure figure(String what, Kind kind, ParserSet parsers, double budget) throws Exception {
        Instant now = Instant.now();
        Parsing parsing = new Parsing(parsers, new SampleLog(5_000).lines(kind, LINES, now), now);
        if (parsing.pass() != LINES) {
            throw new IllegalStateException(what + ": only " + parsing.pass() + " of " + LINES + " lines are events");
        }
        int[] guard = new int[1];
        double perSecond = CpuTime.perSecond(() -> guard[0] += parsing.pass());
        return new Figure.Measured(
                what, perSecond * LINES, "lines / CPU s", Budget.atLeast(budget), "one thread, line kept, best of 3");
    }
}
