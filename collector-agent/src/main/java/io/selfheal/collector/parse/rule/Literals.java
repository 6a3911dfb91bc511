package io.selfheal.collector.parse.rule;

import io.selfheal.collector.parse.scan.ByteScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The literals that the rules of a book want messages to hold, each with its number. One automaton finds them all; it
 * is built when a message needs it first. Immutable once the rules are numbered.
 */
final class Literals {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<byte[]> literals = new ArrayList<>();
    private volatile @Nullable LiteralScan scan;

    /** Numbers for literals, equal ones the same. */
    int[] numbersOf(List<byte[]> wanted) {
        return wanted.stream().mapToInt(this::numberOf).toArray();
    }

    private int numberOf(byte[] literal) {
        String text = new String(literal, StandardCharsets.ISO_8859_1);
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        numbers.put(text, literals.size());
        literals.add(literal);
        return literals.size() - 1;
    }

    private LiteralScan scan() {
        LiteralScan built = scan;
        return built == null ? build() : built;
    }

    private synchronized LiteralScan build() {
        LiteralScan built = scan;
        if (built == null) {
            built = new LiteralScan(literals);
            scan = built;
        }
        return built;
    }

    /** Which literals one message holds; looked for when a rule asks first. Reused; not thread-safe. */
    static final class Found {
        /** The rule that reads a message is often the first that may: so many literals are looked for on their own. */
        private static final int FIRST = 2;

        private long[] held = new long[0];
        private long[] known = new long[0];
        private boolean all;
        private int searches;

        /** Another message. */
        void begin() {
            all = false;
            searches = 0;
            Arrays.fill(known, 0);
        }

        /**
         * Whether the message holds this literal.
         *
         * @param few whether so few literals may be asked for that a search for each is cheaper than one for all
         */
        boolean holds(int literal, Literals of, boolean few, byte[] bytes, int from, int to) {
            int word = literal >>> 6;
            long bit = 1L << literal;
            if (held.length < (of.literals.size() + 63) >>> 6) {
                held = new long[(of.literals.size() + 63) >>> 6];
                known = new long[held.length];
            }
            if (all || (known[word] & bit) != 0) {
                return (held[word] & bit) != 0;
            }
            if (!few && searches >= FIRST) {
                of.scan().find(bytes, from, to, held);
                all = true;
            } else {
                searches++;
                known[word] |= bit;
                boolean holds = ByteScan.contains(bytes, from, to, of.literals.get(literal));
                held[word] = holds ? held[word] | bit : held[word] & ~bit;
            }
            return (held[word] & bit) != 0;
        }
    }
}
