package io.selfheal.collector.parse.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule's pattern, compiled when a line needs it first: most of those that ship are never asked for on one machine,
 * and all of them together take a tenth of a second and some megabytes.
 */
final class RulePattern {
    /** The group of a pattern that holds JSON or logfmt. */
    static final String FIELDS = "fields";

    private static final List<String> OPEN_ENDS = List.of(".*$", ".*)?$");

    private final String text;
    private volatile @Nullable Compiled compiled;

    /**
     * What is found out by compiling.
     *
     * @param groups the named groups that fill fields
     * @param fieldsGroup number of the group that holds JSON or logfmt; 0: none
     */
    record Compiled(Pattern pattern, List<Rule.Group> groups, int fieldsGroup) {
        Compiled {
            groups = List.copyOf(groups);
        }
    }

    /** @param text anchored at both ends, its fragments written out */
    RulePattern(String text) {
        this.text = text;
    }

    /**
     * The same, compiled.
     *
     * @throws java.util.regex.PatternSyntaxException if the text is no pattern
     */
    Compiled compiled() {
        Compiled known = compiled;
        if (known == null) {
            known = compile(Pattern.compile(Possessive.asAtomic(text), Pattern.DOTALL));
            compiled = known;
        }
        return known;
    }

    private static Compiled compile(Pattern pattern) {
        List<Rule.Group> groups = new ArrayList<>();
        pattern.namedGroups().forEach((name, number) -> {
            if (!name.equals(FIELDS)) {
                groups.add(new Rule.Group(Objects.requireNonNull(Field.ofName(name), name), number));
            }
        });
        return new Compiled(pattern, groups, pattern.namedGroups().getOrDefault(FIELDS, 0));
    }

    String text() {
        return text;
    }

    /** Whether it takes nothing from the message's end, so that it may read one whose end is missing. */
    boolean readsCutLines() {
        return OPEN_ENDS.stream().anyMatch(text::endsWith);
    }

    /** Whether a group of it holds JSON or logfmt. */
    boolean readsFields() {
        return text.contains("(?<" + FIELDS + ">");
    }
}
