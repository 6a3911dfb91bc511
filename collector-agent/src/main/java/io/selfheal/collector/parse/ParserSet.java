package io.selfheal.collector.parse;

import io.selfheal.collector.parse.rule.RuleBook;
import java.util.TreeSet;

/** The parsers that lines are tried against: immutable, compiled once, shared by all sources. */
public final class ParserSet {
    private final RuleBook rules;
    private final boolean fastPaths;

    private ParserSet(RuleBook rules, boolean fastPaths) {
        this.rules = rules;
        this.fastPaths = fastPaths;
    }

    /** The parsers that ship with the collector: rule files, with hand-written ways through sshd and access logs. */
    public static ParserSet builtIn() {
        return new ParserSet(RuleBook.builtIn(), true);
    }

    /** The same without the hand-written ways; each line must come out the same. For tests and measurements. */
    public ParserSet patternsOnly() {
        return new ParserSet(rules, false);
    }

    /** Whether a source may be called so. */
    public boolean knows(SourceType type) {
        return type.isBuiltIn() || rules.sourceNames().contains(type.wireName());
    }

    /**
     * The source type of this name, letter case ignored.
     *
     * @throws IllegalArgumentException if no parser knows it; the message continues "'name' …" and names what is allowed
     */
    public SourceType sourceType(String name) {
        TreeSet<String> allowed = new TreeSet<>(rules.sourceNames());
        allowed.add(SourceType.AUTO.wireName());
        allowed.add(SourceType.SYSLOG.wireName());
        allowed.add(SourceType.JOURNAL.wireName());
        try {
            SourceType type = SourceType.parse(name);
            if (knows(type)) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            // said below, with what is allowed
        }
        throw new IllegalArgumentException("'" + name + "' is unknown; allowed: " + String.join(", ", allowed));
    }

    RuleBook rules() {
        return rules;
    }

    boolean fastPaths() {
        return fastPaths;
    }
}
