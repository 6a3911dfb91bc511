package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.EventFacts;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.LogLine;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.rules.RuleFailure;
import io.selfheal.schemas.rules.RuleKind;
import io.selfheal.schemas.rules.RuleTestReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs the examples and near misses of parsers: each pattern alone, and each line through all parsers of the set, by
 * the hand-written ways and without them. Examples are dated so that stamps without a year belong to 2026.
 */
public final class ParserExamples {
    private static final Instant READ_AT = Instant.parse("2026-11-21T12:00:00Z");

    private static final SourceContext SOURCE =
            new SourceContext("node-1", "/var/log/example.log", SourceType.AUTO, ZoneOffset.UTC, false);

    private final ParserSet set;
    private final ParserSet patternsOnly;
    private final RuleBook book;
    private final LogLine view = new LogLine();

    public ParserExamples(ParserSet set) {
        this.set = set;
        this.patternsOnly = set.patternsOnly();
        this.book = set.rules();
    }

    /** Tests the files whose name passes. */
    public List<RuleTestReport> test(Predicate<String> wanted) {
        return book.files().stream()
                .filter(file -> wanted.test(file.name()))
                .map(this::test)
                .toList();
    }

    private RuleTestReport test(RuleFile file) {
        List<RuleFailure> failures = new ArrayList<>();
        int examples = 0;
        int misses = 0;
        for (Rule rule : file.rules()) {
            examples += rule.examples().size();
            misses += rule.nearMisses().size();
            rule.examples().forEach(example -> example(file, rule, example, failures));
            rule.nearMisses().forEach(miss -> nearMiss(file, rule, miss, failures));
        }
        return new RuleTestReport(RuleKind.PARSER, file.name(), file.rules().size(), examples, misses, failures);
    }

    private void example(RuleFile file, Rule rule, Rule.Example example, List<RuleFailure> failures) {
        boolean alone =
                !rule.readsJson() && !(example.wholeLine() && !file.programs().isEmpty());
        Pattern pattern = alone ? rule.pattern() : null;
        if (pattern != null
                && !pattern.matcher(bytesAsText(example.text().strip())).matches()) {
            failures.add(failure(rule, example, "the pattern matches", "the pattern alone does not match"));
            return;
        }
        ParseResult byPatterns = parse(patternsOnly, file, example);
        ParseResult byFastWay = parse(set, file, example);
        if (!byFastWay.equals(byPatterns)) {
            failures.add(failure(
                    rule,
                    example,
                    "the hand-written way and the patterns agree on " + described(byPatterns),
                    "the hand-written way gives " + described(byFastWay)));
        }
        String why = rule.ignored();
        if (why != null) {
            ParseResult wanted = new ParseResult.Ignored(rule.dataset(), why);
            if (!byPatterns.equals(wanted)) {
                failures.add(failure(rule, example, described(wanted), described(byPatterns)));
            }
        } else if (byPatterns instanceof ParseResult.Parsed parsed) {
            compare(rule, example, EventFacts.of(parsed.event()), failures);
        } else {
            failures.add(failure(rule, example, "an event of " + rule.dataset(), described(byPatterns)));
        }
    }

    private static void compare(
            Rule rule, Rule.Example example, Map<String, String> facts, List<RuleFailure> failures) {
        if (!rule.dataset().equals(facts.get("dataset"))) {
            failures.add(
                    failure(rule, example, "an event of " + rule.dataset(), "an event of " + facts.get("dataset")));
            return;
        }
        example.expect().forEach((name, wanted) -> {
            String actual = facts.get(name);
            if (actual == null) {
                String allowed = String.join(", ", facts.keySet());
                failures.add(failure(
                        rule, example, name + ": '" + wanted + "'", "no field '" + name + "'; allowed: " + allowed));
            } else if (!actual.equals(wanted)) {
                failures.add(failure(rule, example, name + ": '" + wanted + "'", name + ": '" + actual + "'"));
            }
        });
    }

    private void nearMiss(RuleFile file, Rule rule, Rule.Example miss, List<RuleFailure> failures) {
        Pattern pattern = rule.readsJson() ? null : rule.pattern();
        if (pattern == null) {
            ParseResult result = parse(set, file, miss);
            if (result instanceof ParseResult.Parsed) {
                failures.add(failure(rule, miss, "no event", described(result)));
            }
        } else if (pattern.matcher(bytesAsText(miss.text())).matches()) {
            failures.add(failure(rule, miss, "the pattern does not match", "the pattern matches"));
        }
    }

    /** Patterns see one character a byte. */
    private static String bytesAsText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** By a parser of its own: no other example's session is known to it. */
    private ParseResult parse(ParserSet by, RuleFile file, Rule.Example example) {
        LineParser parser = new LineParser(by, SOURCE, offset -> "example");
        example.after().forEach(earlier -> parse(parser, file.lineOf(example.before(earlier))));
        return parse(parser, file.lineOf(example));
    }

    private ParseResult parse(LineParser parser, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return parser.parse(view.set(bytes, 0, bytes.length, 0), READ_AT);
    }

    private static String described(ParseResult result) {
        return switch (result) {
            case ParseResult.Parsed(var event) ->
                "an event of " + event.origin().dataset() + " " + EventFacts.of(event);
            case ParseResult.Ignored ignored -> "ignored by " + ignored.parser() + ": " + ignored.reason();
            case ParseResult.Unparsed unparsed -> "no event: " + unparsed.reason();
        };
    }

    private static RuleFailure failure(Rule rule, Rule.Example example, String expected, String actual) {
        return new RuleFailure(rule.fullName(), example.place(), example.text(), expected, actual);
    }
}
