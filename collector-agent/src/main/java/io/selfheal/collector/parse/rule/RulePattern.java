package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.pattern.LinePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule's pattern, compiled when a line needs it first: most of those that ship are never asked for on one machine,
 * and all of them together take a tenth of a second and some megabytes. Lines are read by {@link LinePattern}; Java's
 * own pattern, which means the same, reads them only where a rule uses more of its syntax.
 */
final class RulePattern {
    /** The group of a pattern that holds JSON or logfmt. */
    static final String FIELDS = "fields";

    private static final List<String> OPEN_ENDS = List.of(".*$", ".*)?$");

    private final String text;
    private final boolean readsFields;
    private final boolean readsCutLines;
    private volatile @Nullable Pattern compiled;
    private volatile @Nullable LinePattern reading;
    private volatile boolean onlyJavas;

    /**
     * What named groups are for.
     *
     * @param filling those that fill fields
     * @param inner number of the group that holds JSON or logfmt; 0: none
     */
    record Groups(List<Rule.Group> filling, int inner) {
        Groups {
            filling = List.copyOf(filling);
        }

        static Groups of(Map<String, Integer> named) {
            List<Rule.Group> filling = new ArrayList<>();
            named.forEach((name, number) -> {
                if (!name.equals(FIELDS)) {
                    filling.add(new Rule.Group(Objects.requireNonNull(Field.ofName(name), name), number));
                }
            });
            return new Groups(filling, named.getOrDefault(FIELDS, 0));
        }
    }

    /** @param text anchored at both ends, its fragments written out */
    RulePattern(String text) {
        this.text = text;
        this.readsFields = text.contains("(?<" + FIELDS + ">");
        this.readsCutLines = OPEN_ENDS.stream().anyMatch(text::endsWith);
    }

    /**
     * Java's pattern.
     *
     * @throws java.util.regex.PatternSyntaxException if the text is no pattern
     */
    Pattern compiled() {
        Pattern known = compiled;
        if (known == null) {
            known = Pattern.compile(Possessive.asAtomic(text), Pattern.DOTALL);
            compiled = known;
        }
        return known;
    }

    /** What reads lines; null if only Java's pattern can. */
    @Nullable
    LinePattern reading() {
        LinePattern known = reading;
        if (known == null && !onlyJavas) {
            known = LinePattern.of(text);
            reading = known;
            onlyJavas = known == null;
        }
        return known;
    }

    String text() {
        return text;
    }

    /** Whether it takes nothing from the message's end, so that it may read one whose end is missing. */
    boolean readsCutLines() {
        return readsCutLines;
    }

    /** Whether a group of it holds JSON or logfmt. */
    boolean readsFields() {
        return readsFields;
    }
}
