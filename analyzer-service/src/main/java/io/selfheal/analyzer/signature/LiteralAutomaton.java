package io.selfheal.analyzer.signature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all of many literals in one pass over a text (Aho and Corasick, 1975), as a full transition table: one array
 * read a character, whatever the number of literals. ASCII letters are matched in either case. Characters that occur
 * in no literal share one column, so the table costs 4 B times states times about 50.
 */
final class LiteralAutomaton {
    private static final int ASCII = 128;
    private static final int[] NONE = {};

    private final byte[] column = new byte[ASCII];
    private final int columns;
    /** Next state times {@link #columns}, so that a step is one addition and one read; negative where words end. */
    private final int[] next;

    private final int[][] outputs;

    /** @param words lower-case ASCII; the position in the list is the word's number */
    LiteralAutomaton(List<String> words) {
        Map<Character, Integer> used = new HashMap<>();
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c >= ASCII) {
                    throw new IllegalArgumentException("literal '" + word + "' has a character beyond ASCII");
                }
                used.putIfAbsent(c, used.size() + 1);
            }
        }
        used.forEach((c, number) -> column[c] = number.byteValue());
        for (char c = 'A'; c <= 'Z'; c++) {
            column[c] = column[c + 32];
        }
        columns = used.size() + 1;
        List<int[]> rows = new ArrayList<>();
        List<int[]> ends = new ArrayList<>();
        newState(rows, ends);
        for (int i = 0; i < words.size(); i++) {
            insert(rows, ends, words.get(i), i);
        }
        link(rows, ends);
        next = new int[rows.size() * columns];
        outputs = ends.toArray(int[][]::new);
        for (int state = 0; state < rows.size(); state++) {
            for (int c = 0; c < columns; c++) {
                int target = rows.get(state)[c];
                next[state * columns + c] = ends.get(target).length > 0 ? ~(target * columns) : target * columns;
            }
        }
    }

    private void newState(List<int[]> rows, List<int[]> ends) {
        int[] row = new int[columns];
        Arrays.fill(row, -1);
        rows.add(row);
        ends.add(NONE);
    }

    private void insert(List<int[]> rows, List<int[]> ends, String word, int number) {
        int state = 0;
        for (int i = 0; i < word.length(); i++) {
            int c = column[word.charAt(i)];
            if (rows.get(state)[c] < 0) {
                rows.get(state)[c] = rows.size();
                newState(rows, ends);
            }
            state = rows.get(state)[c];
        }
        ends.set(state, with(ends.get(state), new int[] {number}));
    }

    /** Breadth first: missing transitions become those of the longest proper suffix; outputs are inherited. */
    private void link(List<int[]> rows, List<int[]> ends) {
        int[] suffix = new int[rows.size()];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int c = 0; c < columns; c++) {
            int child = rows.get(0)[c];
            if (child < 0) {
                rows.get(0)[c] = 0;
            } else {
                queue.add(child);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            ends.set(state, with(ends.get(state), ends.get(suffix[state])));
            for (int c = 0; c < columns; c++) {
                int child = rows.get(state)[c];
                int fallback = rows.get(suffix[state])[c];
                if (child < 0) {
                    rows.get(state)[c] = fallback;
                } else {
                    suffix[child] = fallback;
                    queue.add(child);
                }
            }
        }
    }

    private static int[] with(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Collects the numbers and places of the words that occur in the first {@code length} characters. */
    void find(char[] text, int length, Found found) {
        int state = 0;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            int step = next[state + (c < ASCII ? column[c] : 0)];
            if (step < 0) {
                step = ~step;
                for (int word : outputs[step / columns]) {
                    found.add(word, i);
                }
            }
            state = step;
        }
    }

    /** A set of word numbers, with their places, that is cleared in O(1). */
    static final class Found {
        private final int[] stamps;
        private final int[] words;
        private final int[] first;
        private final int[] last;
        private int round = 1;
        private int size;

        Found(int words) {
            this.stamps = new int[words];
            this.words = new int[words];
            this.first = new int[words];
            this.last = new int[words];
        }

        void clear() {
            round++;
            size = 0;
        }

        void add(int word, int end) {
            if (stamps[word] != round) {
                stamps[word] = round;
                words[size++] = word;
                first[word] = end;
            }
            last[word] = end;
        }

        int size() {
            return size;
        }

        int word(int index) {
            return words[index];
        }

        /** Whether a word was found since the last {@link #clear}. */
        boolean contains(int word) {
            return stamps[word] == round;
        }

        /** Where a found word ends for the first time. */
        int first(int word) {
            return first[word];
        }

        /** Where a found word ends for the last time. */
        int last(int word) {
            return last[word];
        }
    }
}
