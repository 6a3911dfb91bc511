package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.schemas.rules.RuleWarning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What about parsers works and yet is no good. */
public final class ParserLint {
    /** Literals that are shorter altogether stand in nearly every message. */
    private static final int SHORT = 3;
    /** Examples of a rule whose worst relatives are tried. */
    private static final int SAMPLES = 2;

    private final RuleBook book;
    private final List<RuleWarning> warnings = new ArrayList<>();

    public ParserLint(ParserSet set) {
        this.book = set.rules();
    }

    /** Looks at the files whose name passes. */
    public List<RuleWarning> check(Predicate<String> wanted) {
        for (RuleFile file : book.files()) {
            boolean anyMiss =
                    file.rules().stream().anyMatch(rule -> !rule.nearMisses().isEmpty());
            if (wanted.test(file.name()) && !anyMiss && !file.rules().isEmpty()) {
                warn("no-near-miss", file.rules().getFirst(), "nothing shows what the file leaves; add a near miss");
            }
            for (Rule rule : file.rules()) {
                if (wanted.test(file.name())) {
                    check(rule);
                    reachable(file, rule);
                }
            }
        }
        return List.copyOf(warnings);
    }

    private void check(Rule rule) {
        if (rule.examples().isEmpty()) {
            warn("no-example", rule, "nothing shows what it reads; add an example");
        }
        Pattern pattern = rule.pattern();
        if (pattern == null) {
            return;
        }
        slow(rule, pattern);
        if (rule.ignored() != null || rule.readsJson()) {
            return;
        }
        int literals =
                rule.contains().stream().mapToInt(literal -> literal.length).sum();
        if (rule.starts().isEmpty() && literals < SHORT) {
            warn("literal", rule, "its literals are so short that nearly every message reaches its pattern; add one");
        }
        if (pattern.pattern().startsWith("^.*") || pattern.pattern().startsWith("^.+")) {
            warn(
                    "unanchored",
                    rule,
                    "it begins with anything, so that an attacker may write its rest; say what begins");
        }
    }

    private void slow(Rule rule, Pattern pattern) {
        if (rule.readsJson()) {
            return;
        }
        List<Rule.Example> examples = rule.examples();
        for (Rule.Example example : examples.subList(0, Math.min(SAMPLES, examples.size()))) {
            String worst = WorstCases.exceeding(pattern, bytesAsText(example.text()), rule.longest());
            if (worst != null) {
                warn("slow", rule, "its pattern reads a message too often, such as '" + worst + "'");
                return;
            }
        }
    }

    /** Tells where an earlier rule that may see the same messages takes the examples of this one. */
    private void reachable(RuleFile file, Rule rule) {
        if (rule.readsJson() || rule.pattern() == null) {
            return;
        }
        int taken = 0;
        Rule taker = null;
        int alone = 0;
        for (Rule.Example example : rule.examples()) {
            if (example.wholeLine() && !file.programs().isEmpty()) {
                continue;
            }
            alone++;
            Rule earlier = earlier(file, rule, example.text());
            if (earlier != null) {
                taken++;
                taker = earlier;
            }
        }
        if (taker != null) {
            boolean all = taken == alone;
            warn(
                    all ? "unreachable" : "overlap",
                    rule,
                    (all ? "all its examples are" : taken + " of its examples are") + " taken by " + taker.fullName()
                            + " at " + taker.place() + ", which is tried before");
        }
    }

    private @Nullable Rule earlier(RuleFile file, Rule rule, String text) {
        String subject = bytesAsText(text.strip());
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
        for (RuleFile other : book.files()) {
            boolean shared = other.equals(file)
                    || !Collections.disjoint(other.programs(), file.programs())
                    || !Collections.disjoint(other.sources(), file.sources());
            for (Rule earlier : other.rules()) {
                if (earlier.number() == rule.number()) {
                    return null;
                }
                Pattern pattern = earlier.readsJson() ? null : earlier.pattern();
                if (shared
                        && pattern != null
                        && Candidates.worthTrying(earlier, bytes, bytes.length)
                        && pattern.matcher(subject).matches()) {
                    return earlier;
                }
            }
        }
        return null;
    }

    /** Patterns see one character a byte. */
    private static String bytesAsText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void warn(String check, Rule rule, String message) {
        warnings.add(new RuleWarning(check, rule.fullName(), rule.place(), message));
    }
}
