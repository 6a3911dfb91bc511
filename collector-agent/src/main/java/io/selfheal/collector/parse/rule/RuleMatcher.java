package io.selfheal.collector.parse.rule;

import java.util.List;
import java.util.regex.Matcher;

/** One rule's pattern at work, with where its groups go. Reused; not thread-safe. */
final class RuleMatcher {
    private final Matcher matcher;
    private final Field[] fields;
    private final int[] groups;
    private final int fieldsGroup;

    RuleMatcher(RulePattern pattern, BoundedText text) {
        RulePattern.Compiled compiled = pattern.compiled();
        List<Rule.Group> named = compiled.groups();
        matcher = compiled.pattern().matcher(text);
        fields = named.stream().map(Rule.Group::field).toArray(Field[]::new);
        groups = named.stream().mapToInt(Rule.Group::number).toArray();
        fieldsGroup = compiled.fieldsGroup();
    }

    /**
     * Whether the pattern matches the text, all of it.
     *
     * @throws BoundedText.Exhausted if the line was read too often
     */
    boolean matches() {
        return matcher.reset().matches();
    }

    /** Makes fields of the groups; {@code from} is where the text begins in the bytes. */
    void fill(Fields to, byte[] bytes, int from) {
        for (int i = 0; i < groups.length; i++) {
            int start = matcher.start(groups[i]);
            if (start >= 0) {
                to.put(fields[i], bytes, from + start, from + matcher.end(groups[i]));
            }
        }
    }

    /** Where the group that holds JSON or logfmt begins in the text. */
    int innerStart() {
        return matcher.start(fieldsGroup);
    }

    int innerEnd() {
        return matcher.end(fieldsGroup);
    }
}
