package io.selfheal.analyzer.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tests of a text, letter case ignored; one of the wanted words suffices. One pass over the text for all words to be
 * contained, in which a character is compared with those that begin with it ({@link #dearest}). Asked for each request:
 * arrays instead of collections, and a set of last characters that dismisses most texts with one look.
 */
final class TextTest {
    private final String[] equals;
    private final String[] starts;
    private final String[] ends;
    private final Parts contains;
    private final Letters lastOfEnds;
    private final @Nullable Chars chars;
    private final Condition.@Nullable Range length;

    /**
     * @param equals whole texts
     * @param starts beginnings
     * @param ends ends
     * @param contains parts
     * @param chars all characters are of this kind, besides; null for any
     * @param length characters, besides; null for any number
     */
    TextTest(
            Set<String> equals,
            List<String> starts,
            List<String> ends,
            List<String> contains,
            @Nullable Chars chars,
            Condition.@Nullable Range length) {
        this.equals = equals.toArray(String[]::new);
        this.starts = starts.toArray(String[]::new);
        this.ends = ends.toArray(String[]::new);
        this.contains = Parts.of(contains);
        this.lastOfEnds = Letters.ofLast(this.ends);
        this.chars = chars;
        this.length = length;
    }

    static TextTest ofWhole(Set<String> texts) {
        return new TextTest(texts, List.of(), List.of(), List.of(), null, null);
    }

    /** Kinds of characters. */
    enum Chars {
        DIGITS,
        UPPER,
        LETTERS,
        ALPHANUMERIC,
        HEX;

        private boolean has(char c) {
            boolean digit = c >= '0' && c <= '9';
            boolean upper = c >= 'A' && c <= 'Z';
            boolean lower = c >= 'a' && c <= 'z';
            return switch (this) {
                case DIGITS -> digit;
                case UPPER -> upper;
                case LETTERS -> upper || lower;
                case ALPHANUMERIC -> digit || upper || lower;
                case HEX -> digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
            };
        }
    }

    /** Tests {@code text} from {@code from} to before {@code to}. */
    boolean test(String text, int from, int to) {
        if (!hasShape(text, from, to)) {
            return false;
        }
        if (equals.length + starts.length + ends.length == 0 && contains.isEmpty()) {
            return true;
        }
        int size = to - from;
        for (String whole : equals) {
            if (whole.length() == size && text.regionMatches(true, from, whole, 0, size)) {
                return true;
            }
        }
        for (String start : starts) {
            if (start.length() <= size && text.regionMatches(true, from, start, 0, start.length())) {
                return true;
            }
        }
        return endsWell(text, from, to) || contains.occurIn(text, from, to);
    }

    /** Most characters of words that one character of a text may be compared with: what the worst text costs. */
    int dearest() {
        return contains.dearest();
    }

    private boolean hasShape(String text, int from, int to) {
        if (length != null && !length.contains(to - from)) {
            return false;
        }
        for (int i = from; chars != null && i < to; i++) {
            if (!chars.has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWell(String text, int from, int to) {
        if (ends.length == 0 || to == from || !lastOfEnds.has(text.charAt(to - 1))) {
            return false;
        }
        for (String end : ends) {
            if (end.length() <= to - from && text.regionMatches(true, to - end.length(), end, 0, end.length())) {
                return true;
            }
        }
        return false;
    }

    /** A set of ASCII characters, in both cases; has every other character. */
    private record Letters(long low, long high) {
        static Letters ofLast(String[] words) {
            long low = 0;
            long high = 0;
            for (String word : words) {
                char c = word.charAt(word.length() - 1);
                String cases = String.valueOf(c).toLowerCase(Locale.ROOT)
                        + String.valueOf(c).toUpperCase(Locale.ROOT);
                for (int i = 0; i < cases.length(); i++) {
                    char one = cases.charAt(i);
                    low |= one < 64 ? 1L << one : 0;
                    high |= one >= 64 && one < 128 ? 1L << one : 0;
                }
            }
            return new Letters(low, high);
        }

        boolean has(char c) {
            return c < 64 ? (low >>> c & 1) != 0 : c >= 128 || (high >>> c & 1) != 0;
        }
    }

    /** Words to be contained, by their first character: ASCII ones in either case, all others together. */
    private static final class Parts {
        private static final int OTHERS = 128;

        private final String[][] byFirst;

        private Parts(String[][] byFirst) {
            this.byFirst = byFirst;
        }

        static Parts of(List<String> words) {
            String[][] byFirst = new String[words.isEmpty() ? 0 : OTHERS + 1][];
            for (int slot = 0; slot < byFirst.length; slot++) {
                int place = slot;
                byFirst[slot] = words.stream()
                        .filter(word -> mayBegin(word.charAt(0), place))
                        .toArray(String[]::new);
            }
            return new Parts(byFirst);
        }

        /** Letter case is more than a bit: the Kelvin sign is a k, the long s and the dotless i are s and i. */
        private static boolean mayBegin(char first, int slot) {
            return slot == OTHERS
                    ? first >= OTHERS || "kKsSiI".indexOf(first) >= 0
                    : String.valueOf(first).equalsIgnoreCase(String.valueOf((char) slot));
        }

        boolean isEmpty() {
            return byFirst.length == 0;
        }

        boolean occurIn(String text, int from, int to) {
            for (int at = from; !isEmpty() && at < to; at++) {
                for (String part : byFirst[Math.min(text.charAt(at), OTHERS)]) {
                    if (at + part.length() <= to && text.regionMatches(true, at, part, 0, part.length())) {
                        return true;
                    }
                }
            }
            return false;
        }

        int dearest() {
            int dearest = 0;
            for (String[] parts : byFirst) {
                dearest = Math.max(dearest, String.join("", parts).length());
            }
            return dearest;
        }
    }
}
