package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.pattern.BoundedText;
import io.selfheal.collector.parse.pattern.LineMatcher;
import io.selfheal.collector.parse.pattern.LinePattern;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** One rule's pattern at work, with where its groups go. Reused; not thread-safe. */
final class RuleMatcher {
    private final BoundedText text;
    private final @Nullable LineMatcher lines;
    /** At work where a rule uses syntax that only Java's patterns have. */
    private final @Nullable Matcher javas;

    private final Field[] fields;
    private final int[] groups;
    private final int innerGroup;

    RuleMatcher(RulePattern pattern, BoundedText text) {
        this.text = text;
        LinePattern reading = pattern.reading();
        lines = reading == null ? null : new LineMatcher(reading, text);
        javas = reading == null ? pattern.compiled().matcher(text) : null;
        RulePattern.Groups named =
                RulePattern.Groups.of(reading == null ? pattern.compiled().namedGroups() : reading.namedGroups());
        fields = named.filling().stream().map(Rule.Group::field).toArray(Field[]::new);
        groups = named.filling().stream().mapToInt(Rule.Group::number).toArray();
        innerGroup = named.inner();
    }

    /**
     * Whether the pattern matches the text, all of it.
     *
     * @throws BoundedText.Exhausted if the line was read too often
     */
    boolean matches() {
        return lines != null ? lines.matches() : javas != null && javas.reset().matches();
    }

    /** Makes fields of the groups. */
    void fill(Fields to, byte[] bytes) {
        for (int i = 0; i < groups.length; i++) {
            int start = start(groups[i]);
            if (start >= 0) {
                to.put(fields[i], bytes, start, end(groups[i]));
            }
        }
    }

    /** Where the group that holds JSON or logfmt begins in the bytes. */
    int innerStart() {
        return start(innerGroup);
    }

    int innerEnd() {
        return end(innerGroup);
    }

    private int start(int group) {
        if (lines != null) {
            return lines.start(group);
        }
        int start = javas == null ? -1 : javas.start(group);
        return start < 0 ? -1 : text.from() + start;
    }

    private int end(int group) {
        return lines != null ? lines.end(group) : javas == null ? -1 : text.from() + javas.end(group);
    }
}
