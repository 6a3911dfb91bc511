package io.selfheal.collector.parse;

import io.selfheal.collector.parse.access.AccessScanner;
import io.selfheal.collector.parse.rule.RuleBook;
import io.selfheal.collector.parse.rule.RuleFile;
import io.selfheal.collector.parse.rule.RuleSamples;
import io.selfheal.collector.parse.sshd.SshdScanner;
import java.util.List;
import java.util.TreeSet;

/** The parsers that lines are tried against: immutable, compiled once, shared by all sources. */
public final class ParserSet {
    private final RuleBook rules;
    private final boolean fastSshd;
    private final boolean fastAccess;

    private ParserSet(RuleBook rules, boolean fastSshd, boolean fastAccess) {
        this.rules = rules;
        this.fastSshd = fastSshd;
        this.fastAccess = fastAccess;
    }

    /** The parsers that ship with the collector: rule files, with hand-written ways through sshd and access logs. */
    public static ParserSet builtIn() {
        return new ParserSet(RuleBook.builtIn(), true, true);
    }

    /**
     * The parsers that ship with an administrator's own over them. Own rules come first, so a hand-written way is not
     * taken where one of them may want the line.
     *
     * @throws io.selfheal.collector.parse.rule.RuleFileException if the own files do not go together
     */
    public static ParserSet builtInWith(List<RuleFile> own) {
        boolean ownSshd = own.stream()
                .anyMatch(file -> file.dataset().equals(SshdScanner.DATASET)
                        || file.programs().stream().anyMatch(SshdScanner::reads));
        RuleBook shipped = RuleBook.builtIn();
        boolean ownAccess = own.stream()
                .anyMatch(file -> file.dataset().equals(AccessScanner.DATASET)
                        || file.headerless()
                        || file.sources().stream()
                                .anyMatch(name -> shipped.reads(new SourceType(name), AccessScanner.DATASET)));
        return new ParserSet(RuleBook.builtInWith(own), !ownSshd, !ownAccess);
    }

    /** The same without the hand-written ways; each line must come out the same. For tests and measurements. */
    public ParserSet patternsOnly() {
        return new ParserSet(rules, false, false);
    }

    /** The examples and near misses of all rules as whole lines: something to start from when lines are made up. */
    public List<String> samples() {
        return RuleSamples.lines(rules);
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

    /** The rules that lines are tried against. */
    public RuleBook rules() {
        return rules;
    }

    boolean fastSshd() {
        return fastSshd;
    }

    boolean fastAccess() {
        return fastAccess;
    }
}
