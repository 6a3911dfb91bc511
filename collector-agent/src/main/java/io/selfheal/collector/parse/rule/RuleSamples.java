package io.selfheal.collector.parse.rule;

import java.util.ArrayList;
import java.util.List;

/** The examples and near misses of all rule files as whole lines. */
public final class RuleSamples {
    private RuleSamples() {}

    /** Those of the rules that ship with the collector. */
    public static List<String> lines() {
        return lines(RuleBook.builtIn());
    }

    /** Those of these rules. */
    public static List<String> lines(RuleBook book) {
        List<String> lines = new ArrayList<>();
        for (RuleFile file : book.files()) {
            for (Rule rule : file.rules()) {
                for (Rule.Example example : rule.examples()) {
                    example.after().forEach(earlier -> lines.add(file.lineOf(example.before(earlier))));
                    lines.add(file.lineOf(example));
                }
                rule.nearMisses().forEach(miss -> lines.add(file.lineOf(miss)));
            }
        }
        return lines;
    }
}
