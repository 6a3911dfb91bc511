package io.selfheal.collector.parse.rule;

import java.util.Arrays;
import java.util.List;

/**
 * Finds which of many literals a message holds, in one pass (Aho and Corasick's automaton): one or two nanoseconds a
 * byte however many literals there are and whatever the message.
 *
 * <p>A state keeps only the ways that differ from those of the beginning, and the rows of all states lie in each
 * other's gaps (Tarjan and Yao): a few hundred KiB for all literals that ship, where a full table took megabytes.
 * Immutable.
 */
final class LiteralScan {
    /** By byte: where a message's beginning, and every state without a way of its own, goes. */
    private final int[] fromStart;
    /** By state: where its row begins. */
    private final int[] rows;
    /** By place: whose way this is; -1 for nobody's. */
    private final int[] owners;
    /** By place: the next state. */
    private final int[] targets;
    /** By state: the state, of those that its text ends with, in which a literal ends; 0 if there is none. */
    private final int[] ending;
    /** By state in which a literal ends: its number. */
    private final int[] numbers;
    /** By state in which a literal ends: the next one that its text ends with; 0 if there is none. */
    private final int[] shorter;

    private final int literals;

    /** @param wanted no two the same, none empty */
    LiteralScan(List<byte[]> wanted) {
        literals = wanted.size();
        LiteralTree tree = new LiteralTree(wanted);
        fromStart = tree.fromStart();
        numbers = tree.numbers();
        ending = tree.ending();
        shorter = tree.shorter();
        rows = new int[tree.size()];
        Rows packed = new Rows();
        for (int state = 1; state < rows.length; state++) {
            rows[state] = packed.place(state, tree.labels(state), tree.targets(state));
        }
        owners = packed.owners();
        targets = packed.targets();
    }

    /** Words of a bit set of all literals. */
    int words() {
        return (literals + 63) >>> 6;
    }

    /** Sets the bits of the literals that the range holds; the others are cleared. */
    void find(byte[] bytes, int from, int to, long[] found) {
        Arrays.fill(found, 0, words(), 0);
        int state = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            int place = rows[state] + b;
            state = owners[place] == state ? targets[place] : fromStart[b];
            for (int end = ending[state]; end != 0; end = shorter[end]) {
                found[numbers[end] >>> 6] |= 1L << numbers[end];
            }
        }
    }

    /**
     * Rows of ways, put where all ways of a row find a gap: a single one into the first gap, others behind the last
     * such row, since to look for their gaps from the beginning would take longer than everything else.
     */
    private static final class Rows {
        private static final int BYTES = 256;

        private int[] owners = new int[4 * BYTES];
        private int[] targets = new int[4 * BYTES];
        private int firstGap;
        private int lastRow;
        private int end = BYTES;

        Rows() {
            Arrays.fill(owners, -1);
        }

        /** Where the row begins. */
        int place(int state, byte[] labels, int[] to) {
            if (labels.length == 0) {
                return 0;
            }
            while (owners[firstGap] >= 0) {
                firstGap++;
                reserve(firstGap);
            }
            int row = labels.length == 1 ? Math.max(0, firstGap - (labels[0] & 0xFF)) : lastRow;
            while (!fits(row, labels)) {
                row++;
            }
            lastRow = labels.length == 1 ? lastRow : row;
            for (int i = 0; i < labels.length; i++) {
                owners[row + (labels[i] & 0xFF)] = state;
                targets[row + (labels[i] & 0xFF)] = to[i];
            }
            end = Math.max(end, row + BYTES);
            return row;
        }

        private boolean fits(int row, byte[] labels) {
            reserve(row);
            for (byte label : labels) {
                if (owners[row + (label & 0xFF)] >= 0) {
                    return false;
                }
            }
            return true;
        }

        private void reserve(int row) {
            if (row + BYTES > owners.length) {
                int before = owners.length;
                owners = Arrays.copyOf(owners, before * 3 / 2);
                targets = Arrays.copyOf(targets, before * 3 / 2);
                Arrays.fill(owners, before, owners.length, -1);
            }
        }

        int[] owners() {
            return Arrays.copyOf(owners, end);
        }

        int[] targets() {
            return Arrays.copyOf(targets, end);
        }
    }
}
