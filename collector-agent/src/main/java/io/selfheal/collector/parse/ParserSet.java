package io.selfheal.collector.parse;

import io.selfheal.collector.parse.rule.RuleBook;

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

    RuleBook rules() {
        return rules;
    }

    boolean fastPaths() {
        return fastPaths;
    }
}
