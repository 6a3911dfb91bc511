package io.selfheal.collector.parse.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that may read a message, by its first byte, so that one message meets few patterns. A rule without
 * {@code starts} stands in every list; the order of the files is kept.
 */
final class Candidates {
    private final String dataset;
    private final boolean ignoreUnmatched;
    private final Rule[][] byFirstByte = new Rule[256][];

    Candidates(String dataset, boolean ignoreUnmatched, List<Rule> rules) {
        this.dataset = dataset;
        this.ignoreUnmatched = ignoreUnmatched;
        for (int first = 0; first < byFirstByte.length; first++) {
            List<Rule> possible = new ArrayList<>();
            for (Rule rule : rules) {
                byte wanted = (byte) first;
                if (rule.starts().isEmpty() || rule.starts().stream().anyMatch(literal -> literal[0] == wanted)) {
                    possible.add(rule);
                }
            }
            byFirstByte[first] = possible.toArray(Rule[]::new);
        }
    }

    Rule[] beginningWith(byte first) {
        return byFirstByte[first & 0xFF];
    }

    String dataset() {
        return dataset;
    }

    boolean ignoreUnmatched() {
        return ignoreUnmatched;
    }
}
