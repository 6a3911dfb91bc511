package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.ByteScan;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that may read a message: by its first byte, and by the literals that it holds, all of which are found in
 * one pass, so that one message meets few patterns however many rules there are. The order of the files is kept.
 * Immutable; what one message holds is kept in a {@link Found} of the caller's.
 */
final class Candidates {
    private final String dataset;
    private final boolean ignoreUnmatched;
    private final Entry[][] byFirstByte = new Entry[256][];
    private final LiteralScan literals;
    private final int longest;

    /** A rule with the numbers of the literals that a message must hold. */
    static final class Entry {
        private final Rule rule;
        private final int[] needs;

        Entry(Rule rule, int[] needs) {
            this.rule = rule;
            this.needs = needs;
        }

        Rule rule() {
            return rule;
        }
    }

    /** Which literals a message holds; looked for when a rule asks first. Reused; not thread-safe. */
    static final class Found {
        private long[] bits = new long[0];
        private boolean looked;

        void begin() {
            looked = false;
        }
    }

    Candidates(String dataset, boolean ignoreUnmatched, List<Rule> rules) {
        this.dataset = dataset;
        this.ignoreUnmatched = ignoreUnmatched;
        LiteralScan.Numbers numbers = new LiteralScan.Numbers();
        List<Entry> entries = new ArrayList<>();
        for (Rule rule : rules) {
            entries.add(new Entry(
                    rule, rule.contains().stream().mapToInt(numbers::of).toArray()));
        }
        this.literals = new LiteralScan(numbers.literals());
        this.longest = rules.stream().mapToInt(Rule::longest).max().orElse(0);
        for (int first = 0; first < byFirstByte.length; first++) {
            byte wanted = (byte) first;
            byFirstByte[first] = entries.stream()
                    .filter(entry -> mayBegin(entry.rule(), wanted))
                    .toArray(Entry[]::new);
        }
    }

    private static boolean mayBegin(Rule rule, byte first) {
        return rule.starts().isEmpty() || rule.starts().stream().anyMatch(literal -> literal[0] == first);
    }

    Entry[] beginningWith(byte first) {
        return byFirstByte[first & 0xFF];
    }

    /** Whether the message is short enough, begins as the rule wants and holds its literals. */
    boolean worthTrying(Entry entry, byte[] bytes, int from, int to, Found found) {
        Rule rule = entry.rule;
        if (to - from > rule.longest() || !starts(rule, bytes, from, to)) {
            return false;
        }
        if (entry.needs.length == 0) {
            return true;
        }
        if (!found.looked) {
            if (found.bits.length < literals.words()) {
                found.bits = new long[literals.words()];
            }
            literals.find(bytes, from, to, found.bits);
            found.looked = true;
        }
        for (int literal : entry.needs) {
            if ((found.bits[literal >>> 6] & 1L << literal) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The same for a single text, from the buffer's beginning to {@code to}. */
    static boolean worthTrying(Rule rule, byte[] bytes, int to) {
        return to <= rule.longest()
                && starts(rule, bytes, 0, to)
                && rule.contains().stream().allMatch(literal -> ByteScan.contains(bytes, 0, to, literal));
    }

    private static boolean starts(Rule rule, byte[] bytes, int from, int to) {
        boolean starts = rule.starts().isEmpty();
        for (byte[] literal : rule.starts()) {
            starts |= ByteScan.startsWith(bytes, from, to, literal);
        }
        return starts;
    }

    /** Bytes of the longest message that any rule reads. */
    int longest() {
        return longest;
    }

    String dataset() {
        return dataset;
    }

    boolean ignoreUnmatched() {
        return ignoreUnmatched;
    }
}
