package io.selfheal.analyzer.model.forest;

import java.util.Arrays;

/**
 * One tree of the forest as flat arrays. A node whose feature is -1 is a leaf; its value is the path length that it
 * stands for. Values up to and including the threshold go left, compared in single precision as ONNX compares them.
 */
public final class IsolationTree {
    private int[] feature = new int[64];
    private float[] value = new float[64];
    private int[] left = new int[64];
    private int[] right = new int[64];
    private int size;

    IsolationTree() {}

    int addLeaf(float pathLength) {
        return add(-1, pathLength);
    }

    int addSplit(int column, float threshold) {
        return add(column, threshold);
    }

    void link(int node, int leftChild, int rightChild) {
        left[node] = leftChild;
        right[node] = rightChild;
    }

    private int add(int column, float number) {
        if (size == feature.length) {
            feature = Arrays.copyOf(feature, size * 2);
            value = Arrays.copyOf(value, size * 2);
            left = Arrays.copyOf(left, size * 2);
            right = Arrays.copyOf(right, size * 2);
        }
        feature[size] = column;
        value[size] = number;
        return size++;
    }

    public int size() {
        return size;
    }

    public boolean isLeaf(int node) {
        return feature[node] < 0;
    }

    /** The column that a split compares. */
    public int feature(int node) {
        return feature[node];
    }

    /** A split's threshold, or a leaf's path length. */
    public float value(int node) {
        return value[node];
    }

    public int left(int node) {
        return left[node];
    }

    public int right(int node) {
        return right[node];
    }

    float pathLength(float[] row) {
        int node = 0;
        while (feature[node] >= 0) {
            node = row[feature[node]] <= value[node] ? left[node] : right[node];
        }
        return value[node];
    }
}
