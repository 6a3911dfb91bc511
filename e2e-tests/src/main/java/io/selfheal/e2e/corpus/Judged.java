package io.selfheal.e2e.corpus;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.collector.explain.LineSplitter;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the real parsers and the real detection made of a log, as {@code selfheal replay --no-allowlist} would.
 *
 * @param lines lines that were read
 * @param unparsed lines that nobody understood
 * @param sources every source of an event
 * @param strongest for each subject that was assessed its highest assessment
 * @param blocked what was blocked
 */
public record Judged(
        int lines, int unparsed, Set<String> sources, Map<String, Assessment> strongest, Set<String> blocked) {
    private static final RuleSet RULES = RuleSet.shipped();
    private static final ParserSet PARSERS = ParserSet.builtIn();
    private static final int SEEN = 30;
    private static final int HIGH = 60;

    /** Whether there are parsers for such a source. */
    static boolean knows(SourceType type) {
        return PARSERS.knows(type);
    }

    /** Replays a log with an empty past and nobody on the allowlist. */
    public static Judged of(Path log, SourceType type) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            return of(in, type);
        }
    }

    /** Replays one line. */
    public static Judged ofLine(String line, SourceType type) throws IOException {
        return of(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)), type);
    }

    private static Judged of(InputStream log, SourceType type) throws IOException {
        Strongest strongest = new Strongest(new TreeMap<>(), new HashSet<>());
        ReplayCore core = new ReplayCore(RULES, PolicyBook.withoutAllowlist(), strongest);
        LineParser parser = new LineParser(
                PARSERS,
                new SourceContext("host", "/corpus.log", type, ZoneOffset.UTC, true),
                offset -> "corpus-" + offset);
        LineSplitter splitter = new LineSplitter(log);
        Instant readAt = Instant.now();
        Set<String> sources = new HashSet<>();
        int lines = 0;
        int unparsed = 0;
        while (splitter.next()) {
            lines++;
            switch (parser.parse(splitter.line(), readAt)) {
                case ParseResult.Parsed p -> {
                    if (p.event().origin().source() != null) {
                        sources.add(p.event().origin().source().toString());
                    }
                    core.accept(p.event());
                }
                case ParseResult.Ignored i -> {}
                case ParseResult.Unparsed u -> unparsed++;
            }
        }
        return new Judged(lines, unparsed, sources, strongest.assessments(), strongest.blocked());
    }

    /** Whether anybody came to notice, if only for a closer look. */
    public boolean isAnybodySeen() {
        return strongest.values().stream().anyMatch(assessment -> assessment.score() >= SEEN);
    }

    /** The source addresses that reached 60 points or were blocked. */
    public Set<String> flagged() {
        Set<String> flagged = new HashSet<>(sources);
        flagged.removeIf(source -> !blocked.contains(source) && score(source) < HIGH);
        return flagged;
    }

    private int score(String source) {
        Assessment assessment = strongest.get(source);
        return assessment == null ? 0 : assessment.score();
    }

    /** Why a source was flagged, in a line. */
    String why(String source) {
        Assessment assessment = strongest.get(source);
        return source + " " + score(source) + (assessment == null ? "" : " " + assessment.scenarios());
    }

    private record Strongest(Map<String, Assessment> assessments, Set<String> blocked) implements ReplaySink {
        @Override
        public void assessment(Assessment assessment) {
            assessments.merge(assessment.subject().value(), assessment, (a, b) -> b.score() > a.score() ? b : a);
        }

        @Override
        public void decision(Decision decision) {
            switch (decision) {
                case Block b -> blocked.add(b.key());
                case Lift l -> {}
            }
        }

        @Override
        public void alert(Alert alert) {
            // follows from the assessments
        }
    }
}
