package io.selfheal.collector.parse.bench;

import com.sun.management.OperatingSystemMXBean;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.scan.ByteScan;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Parse only: from bytes in memory to event records, ids made from the offset, in lines per CPU second of the whole
 * process (so the collector of garbage and the compiler count too).
 */
public final class ParseBench {
    private static final int LINES = 100_000;
    private static final int WARM_UP = 3;
    private static final double NANOS = 1e9;

    private ParseBench() {}

    /**
     * What was measured, in lines per CPU second.
     *
     * @param sshd sshd's log, the hand-written way
     * @param sshdByPatterns the same through the rule file's patterns
     * @param access an access log in combined form, the hand-written way
     * @param accessByPatterns the same through the rule file's patterns
     */
    public record Figures(double sshd, double sshdByPatterns, double access, double accessByPatterns) {}

    /**
     * Measures.
     *
     * @param lines how many lines to parse for each figure, after three times as many for warming up: after as many the
     *     compiler is still at work; a million takes some ten seconds
     */
    public static Figures run(long lines) {
        byte[] sshd = new LineMaker(1).sshd(LINES);
        byte[] access = new LineMaker(2).access(LINES);
        ParserSet set = ParserSet.builtIn();
        return new Figures(
                measure(set, SourceType.SYSLOG, sshd, lines),
                measure(set.patternsOnly(), SourceType.SYSLOG, sshd, lines),
                measure(set, SourceType.parse("access"), access, lines),
                measure(set.patternsOnly(), SourceType.parse("access"), access, lines));
    }

    private static double measure(ParserSet set, SourceType type, byte[] buffer, long lines) {
        SourceContext source = new SourceContext("web-1", "/var/log/bench.log", type, ZoneOffset.UTC, false);
        LineParser parser = new LineParser(set, source, offset -> "b-" + Long.toHexString(offset));
        parseAll(parser, buffer, WARM_UP * lines);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        long parsed = parseAll(parser, buffer, lines);
        long used = system.getProcessCpuTime() - before;
        if (parsed < lines) {
            throw new IllegalStateException((lines - parsed) + " of the made lines were not parsed");
        }
        return lines * NANOS / used;
    }

    /** Parses the buffer's lines over and over until there were so many; how many of them became events. */
    private static long parseAll(LineParser parser, byte[] buffer, long lines) {
        Instant readAt = Instant.parse("2026-11-21T12:00:00Z");
        LogLine line = new LogLine();
        long parsed = 0;
        int from = 0;
        for (long i = 0; i < lines; i++) {
            int end = ByteScan.indexOf(buffer, from, buffer.length, '\n');
            ParseResult result = parser.parse(line.set(buffer, from, end - from, from), readAt);
            parsed += result instanceof ParseResult.Parsed ? 1 : 0;
            from = end + 1 == buffer.length ? 0 : end + 1;
        }
        return parsed;
    }

    /** Prints the figures; the argument is how many lines to parse for each. */
    public static void main(String[] args) {
        Figures figures = run(args.length > 0 ? Long.parseLong(args[0]) : 2_000_000);
        System.out.printf(
                Locale.ROOT,
                "parse only, lines per CPU second: sshd %,.0f (patterns %,.0f), access %,.0f (patterns %,.0f)%n",
                figures.sshd(),
                figures.sshdByPatterns(),
                figures.access(),
                figures.accessByPatterns());
    }
}
