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
import io.selfheal.schemas.decide.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the real parsers and the real detection made of a log.
 *
 * @param lines lines that were read
 * @param unparsed lines that nobody understood
 * @param sources every source of an event
 * @param scores the highest score of each subject that was assessed
 */
record Judged(int lines, int unparsed, Set<String> sources, Map<String, Integer> scores) {
    private static final RuleSet RULES = RuleSet.shipped();
    private static final ParserSet PARSERS = ParserSet.builtIn();
    private static final int HIGH = 60;

    /** Replays a log with an empty past and nobody on the allowlist. */
    static Judged of(InputStream log, SourceType type) throws IOException {
        Map<String, Integer> scores = new HashMap<>();
        ReplayCore core = new ReplayCore(RULES, PolicyBook.withoutAllowlist(), new Highest(scores));
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
        return new Judged(lines, unparsed, sources, scores);
    }

    /** The subjects that reached 60 points. */
    Set<String> flagged() {
        Set<String> flagged = new HashSet<>();
        scores.forEach((subject, score) -> {
            if (score >= HIGH) {
                flagged.add(subject);
            }
        });
        return flagged;
    }

    private record Highest(Map<String, Integer> scores) implements ReplaySink {
        @Override
        public void assessment(Assessment assessment) {
            scores.merge(assessment.subject().value(), assessment.score(), Math::max);
        }

        @Override
        public void decision(Decision decision) {
            // follows from the scores
        }

        @Override
        public void alert(Alert alert) {
            // follows from the scores
        }
    }
}
