package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.ByteScan;
import java.util.Arrays;
import java.util.List;

/**
 * The rules that may read a message: by its first byte, and by the literals that it holds, so that one message meets
 * few patterns however many rules there are. The order of the files is kept. Immutable; what one message holds is kept
 * in a {@link Literals.Found} of the caller's.
 */
final class Candidates {
    /** A search for a literal costs a fraction of the automaton's way through the message. */
    private static final int FEW = 4;

    private final String dataset;
    private final boolean ignoreUnmatched;
    private final Literals literals;
    private final Choice[] byFirstByte = new Choice[256];
    private final int longest;

    /** A rule with the numbers of the literals that a message must hold. */
    static final class Entry {
        private final Rule rule;
        private final int[] needs;

        Entry(Rule rule, Literals literals) {
            this.rule = rule;
            this.needs = literals.numbersOf(rule.contains());
        }

        Rule rule() {
            return rule;
        }
    }

    /** The rules that may read a message with a certain first byte. */
    static final class Choice {
        private final Entry[] entries;
        private final boolean fewLiterals;

        private Choice(List<Entry> entries) {
            this.entries = entries.toArray(Entry[]::new);
            this.fewLiterals = entries.stream()
                            .flatMapToInt(entry -> Arrays.stream(entry.needs))
                            .distinct()
                            .count()
                    <= FEW;
        }

        Entry[] entries() {
            return entries;
        }
    }

    Candidates(String dataset, boolean ignoreUnmatched, List<Entry> entries, Literals literals) {
        this.dataset = dataset;
        this.ignoreUnmatched = ignoreUnmatched;
        this.literals = literals;
        this.longest =
                entries.stream().mapToInt(entry -> entry.rule.longest()).max().orElse(0);
        Choice ofAnyByte = new Choice(
                entries.stream().filter(entry -> entry.rule.starts().isEmpty()).toList());
        Arrays.fill(byFirstByte, ofAnyByte);
        for (Entry entry : entries) {
            for (byte[] start : entry.rule.starts()) {
                int first = start[0] & 0xFF;
                if (byFirstByte[first] == ofAnyByte) {
                    byFirstByte[first] = new Choice(entries.stream()
                            .filter(other -> mayBegin(other.rule, start[0]))
                            .toList());
                }
            }
        }
    }

    private static boolean mayBegin(Rule rule, byte first) {
        return rule.starts().isEmpty() || rule.starts().stream().anyMatch(literal -> literal[0] == first);
    }

    Choice beginningWith(byte first) {
        return byFirstByte[first & 0xFF];
    }

    /** Whether the message is short enough, begins as the rule wants and holds its literals. */
    boolean worthTrying(Choice choice, Entry entry, byte[] bytes, int from, int to, Literals.Found found) {
        if (to - from > entry.rule.longest() || !starts(entry.rule, bytes, from, to)) {
            return false;
        }
        for (int literal : entry.needs) {
            if (!found.holds(literal, literals, choice.fewLiterals, bytes, from, to)) {
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
        List<byte[]> starts = rule.starts();
        for (int i = 0; i < starts.size(); i++) {
            if (ByteScan.startsWith(bytes, from, to, starts.get(i))) {
                return true;
            }
        }
        return starts.isEmpty();
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
