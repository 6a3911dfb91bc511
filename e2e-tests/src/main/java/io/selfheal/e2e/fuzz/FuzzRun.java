package io.selfheal.e2e.fuzz;

import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.signature.SignatureMatcher;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.SecurityEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Mutated lines, one after the other, through all parsers and signatures. The same seed makes the same lines. Used by
 * one thread.
 */
public final class FuzzRun {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** Garbage collection, the compiler and other processes make a line look slow; the line itself is as slow again. */
    private static final int ATTEMPTS = 5;
    /** A line that takes ways that hardly any other takes runs uncompiled code: so often, and that is compiled, too. */
    private static final int WARM_ATTEMPTS = 1000;

    private static final int KEPT = 20;
    private static final int SHOWN = 110;
    private static final Instant READ_AT = Instant.parse("2026-11-21T10:00:00Z");

    private final ParserSet parsers = ParserSet.builtIn();
    private final RuleSet rules = RuleSet.shipped();
    private final LineMutator mutator;
    private final long boundNanos;
    private final LineParser parser = newParser();
    private final LogLine line = new LogLine();
    private SignatureMatcher matcher = new SignatureMatcher(rules.signatures());
    private final List<String> thrown = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();
    private final List<String> cold = new ArrayList<>();
    private long worst;
    private long parsed;
    private long hits;

    /**
     * What came of it.
     *
     * @param lines how many lines
     * @param parsed lines that became events
     * @param hits signatures found
     * @param thrown exceptions, with the line that caused each; the first few
     * @param slow lines over the bound, the best of a thousand attempts; the first few
     * @param cold lines over the bound, the best of five attempts, and within it as the best of a thousand; the first few
     * @param worst processor time of the slowest line, the best of all its attempts
     */
    public record Outcome(
            long lines,
            long parsed,
            long hits,
            List<String> thrown,
            List<String> slow,
            List<String> cold,
            Duration worst) {
        public Outcome {
            thrown = List.copyOf(thrown);
            slow = List.copyOf(slow);
            cold = List.copyOf(cold);
        }
    }

    public FuzzRun(long seed, Duration bound) {
        this.mutator = new LineMutator(seed, FuzzSeeds.of(parsers, rules));
        this.boundNanos = bound.toNanos();
    }

    public Outcome run(long lines) {
        for (long i = 0; i < lines; i++) {
            byte[] bytes = mutator.next();
            try {
                long start = System.nanoTime();
                judge(bytes);
                long took = System.nanoTime() - start;
                if (took > Math.min(boundNanos, Math.max(worst, boundNanos / 10))) {
                    suspect(bytes, took);
                }
            } catch (RuntimeException | StackOverflowError e) {
                keep(thrown, e + " from " + shown(bytes));
            }
        }
        return new Outcome(lines, parsed, hits, thrown, slow, cold, Duration.ofNanos(worst));
    }

    private void judge(byte[] bytes) {
        line.set(bytes, 0, bytes.length, 0);
        if (parser.parse(line, READ_AT) instanceof ParseResult.Parsed(SecurityEvent event)) {
            parsed++;
            if (event instanceof HttpRequest request) {
                hits += matcher.match(request.url(), request.userAgent(), request.referrer())
                        .size();
            } else if (event instanceof ApplicationError error && error.url() != null) {
                hits += matcher.match(error.url(), null, null).size();
            }
        }
    }

    /** Measures a line again; only the first few that are over the bound are measured a thousand times. */
    private void suspect(byte[] bytes, long took) {
        long best = Math.min(took, best(bytes, ATTEMPTS));
        if (best > boundNanos && slow.size() + cold.size() < KEPT) {
            long warm = Math.min(best, best(bytes, WARM_ATTEMPTS));
            keep(
                    warm > boundNanos ? slow : cold,
                    warm / 1000 + " µs, at first " + best / 1000 + " µs, for " + bytes.length + " bytes: "
                            + shown(bytes));
            best = warm;
        }
        worst = Math.max(worst, best);
    }

    /** Processor time without what the matcher remembers. */
    private long best(byte[] bytes, int attempts) {
        long best = Long.MAX_VALUE;
        long parsedBefore = parsed;
        long hitsBefore = hits;
        for (int attempt = 0; attempt < attempts; attempt++) {
            matcher = new SignatureMatcher(rules.signatures());
            long start = THREADS.getCurrentThreadCpuTime();
            judge(bytes);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        parsed = parsedBefore;
        hits = hitsBefore;
        return best;
    }

    private static void keep(List<String> kept, String what) {
        if (kept.size() < KEPT) {
            kept.add(what);
        }
    }

    private static String shown(byte[] bytes) {
        int length = Math.min(bytes.length, SHOWN);
        for (int i = 0; i < length; i++) {
            if (bytes[i] < ' ') {
                return "hexadecimal " + HexFormat.of().formatHex(bytes, 0, length);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private LineParser newParser() {
        return new LineParser(
                parsers,
                new SourceContext("host", "/fuzz.log", SourceType.AUTO, ZoneOffset.UTC, true),
                offset -> "fuzz");
    }
}
