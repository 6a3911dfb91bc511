package io.selfheal.collector.parse.rule;

import java.util.Arrays;
import java.util.List;

/**
 * The tree of the beginnings of literals, with what makes it an automaton: for each state the ways that differ from
 * those of the beginning. Needed only while a {@link LiteralScan} is built; plain arrays, since an agent builds it in
 * a small heap.
 */
final class LiteralTree {
    private static final byte[] NO_LABELS = {};
    private static final int[] NO_TARGETS = {};

    private final int[] fromStart = new int[256];
    private final int[] firstChild;
    private final int[] sibling;
    private final byte[] label;
    private final int[] numbers;
    private final int[] ending;
    private final int[] shorter;
    private final byte[][] labels;
    private final int[][] targets;
    private int size = 1;

    LiteralTree(List<byte[]> literals) {
        int most = 1 + literals.stream().mapToInt(literal -> literal.length).sum();
        firstChild = new int[most];
        sibling = new int[most];
        label = new byte[most];
        numbers = new int[most];
        ending = new int[most];
        shorter = new int[most];
        for (int i = 0; i < literals.size(); i++) {
            int state = 0;
            for (byte b : literals.get(i)) {
                state = childOrNew(state, b);
            }
            numbers[state] = i;
            ending[state] = state;
        }
        labels = new byte[size][];
        targets = new int[size][];
        complete();
    }

    private int childOrNew(int state, byte b) {
        int child = child(state, b);
        if (child == 0) {
            child = size++;
            label[child] = b;
            sibling[child] = firstChild[state];
            firstChild[state] = child;
            if (state == 0) {
                fromStart[b & 0xFF] = child;
            }
        }
        return child;
    }

    private int child(int state, byte b) {
        int child = firstChild[state];
        while (child != 0 && label[child] != b) {
            child = sibling[child];
        }
        return child;
    }

    /** By breadth, so that the ways of a state's longest suffix are known before its own are. */
    private void complete() {
        int[] suffix = new int[size];
        int[] queue = new int[size];
        int queued = 0;
        labels[0] = NO_LABELS;
        targets[0] = NO_TARGETS;
        for (int child = firstChild[0]; child != 0; child = sibling[child]) {
            queue[queued++] = child;
        }
        for (int next = 0; next < queued; next++) {
            int state = queue[next];
            int back = suffix[state];
            shorter[state] = ending[back];
            ending[state] = ending[state] == state ? state : ending[back];
            for (int child = firstChild[state]; child != 0; child = sibling[child]) {
                suffix[child] = step(back, label[child]);
                queue[queued++] = child;
            }
            merge(state, back);
        }
    }

    private int step(int state, byte b) {
        for (int i = 0; i < labels[state].length; i++) {
            if (labels[state][i] == b) {
                return targets[state][i];
            }
        }
        return fromStart[b & 0xFF];
    }

    /** A state's ways are its children and, for other bytes, its longest suffix' ways. */
    private void merge(int state, int back) {
        int most = labels[back].length;
        for (int child = firstChild[state]; child != 0; child = sibling[child]) {
            most++;
        }
        byte[] own = new byte[most];
        int[] to = new int[most];
        int count = 0;
        for (int child = firstChild[state]; child != 0; child = sibling[child]) {
            own[count] = label[child];
            to[count++] = child;
        }
        for (int i = 0; i < labels[back].length; i++) {
            if (child(state, labels[back][i]) == 0) {
                own[count] = labels[back][i];
                to[count++] = targets[back][i];
            }
        }
        labels[state] = Arrays.copyOf(own, count);
        targets[state] = Arrays.copyOf(to, count);
    }

    /** How many states there are; 0 is the beginning. */
    int size() {
        return size;
    }

    int[] fromStart() {
        return fromStart;
    }

    byte[] labels(int state) {
        return labels[state];
    }

    int[] targets(int state) {
        return targets[state];
    }

    int[] numbers() {
        return Arrays.copyOf(numbers, size);
    }

    int[] ending() {
        return Arrays.copyOf(ending, size);
    }

    int[] shorter() {
        return Arrays.copyOf(shorter, size);
    }
}
