package io.selfheal.collector.parse.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many literals a message holds, in one pass (Aho and Corasick's automaton, as a table): about one
 * nanosecond a byte however many literals there are and whatever the message. Bytes that no literal has share one
 * column, so the table takes states times columns times 4 bytes: 150 KiB for a hundred literals. Immutable.
 */
final class LiteralScan {
    private final int[] classes = new int[256];
    private final int columns;
    /** By state and column: the next state's row; negative: the complement of a row in which literals end. */
    private final int[] next;
    /** By state: the literals that end there. */
    private final int[][] ends;

    private final int literals;

    LiteralScan(List<byte[]> wanted) {
        literals = wanted.size();
        int classCount = 1;
        for (byte[] literal : wanted) {
            for (byte b : literal) {
                if (classes[b & 0xFF] == 0) {
                    classes[b & 0xFF] = classCount++;
                }
            }
        }
        columns = classCount;
        List<int[]> rows = new ArrayList<>();
        List<List<Integer>> outputs = new ArrayList<>();
        newState(rows, outputs);
        for (int i = 0; i < wanted.size(); i++) {
            int state = 0;
            for (byte b : wanted.get(i)) {
                int column = classes[b & 0xFF];
                if (rows.get(state)[column] < 0) {
                    rows.get(state)[column] = newState(rows, outputs);
                }
                state = rows.get(state)[column];
            }
            outputs.get(state).add(i);
        }
        complete(rows, outputs);
        ends = new int[rows.size()][];
        for (int state = 0; state < ends.length; state++) {
            ends[state] =
                    outputs.get(state).stream().mapToInt(Integer::intValue).toArray();
        }
        next = new int[rows.size() * columns];
        for (int state = 0; state < ends.length; state++) {
            for (int column = 0; column < columns; column++) {
                int to = rows.get(state)[column];
                next[state * columns + column] = ends[to].length > 0 ? ~(to * columns) : to * columns;
            }
        }
    }

    private int newState(List<int[]> rows, List<List<Integer>> outputs) {
        int[] row = new int[columns];
        Arrays.fill(row, -1);
        rows.add(row);
        outputs.add(new ArrayList<>());
        return rows.size() - 1;
    }

    /** Turns the tree into an automaton: a missing way leads where the longest suffix of what was read leads. */
    private void complete(List<int[]> rows, List<List<Integer>> outputs) {
        int[] suffix = new int[rows.size()];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int column = 0; column < columns; column++) {
            int child = rows.getFirst()[column];
            if (child < 0) {
                rows.getFirst()[column] = 0;
            } else {
                queue.add(child);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            outputs.get(state).addAll(outputs.get(suffix[state]));
            for (int column = 0; column < columns; column++) {
                int child = rows.get(state)[column];
                int other = rows.get(suffix[state])[column];
                if (child < 0) {
                    rows.get(state)[column] = other;
                } else {
                    suffix[child] = other;
                    queue.add(child);
                }
            }
        }
    }

    /** Words of a bit set of all literals. */
    int words() {
        return (literals + 63) >>> 6;
    }

    /** Sets the bits of the literals that the range holds; the others are cleared. */
    void find(byte[] bytes, int from, int to, long[] found) {
        Arrays.fill(found, 0, words(), 0);
        int row = 0;
        for (int i = from; i < to; i++) {
            row = next[row + classes[bytes[i] & 0xFF]];
            if (row < 0) {
                row = ~row;
                for (int literal : ends[row / columns]) {
                    found[literal >>> 6] |= 1L << literal;
                }
            }
        }
    }

    /** Numbers for literals, equal ones the same. */
    static final class Numbers {
        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private final List<byte[]> literals = new ArrayList<>();

        int of(byte[] literal) {
            String name = Arrays.toString(literal);
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            numbers.put(name, literals.size());
            literals.add(literal);
            return literals.size() - 1;
        }

        List<byte[]> literals() {
            return List.copyOf(literals);
        }
    }
}
