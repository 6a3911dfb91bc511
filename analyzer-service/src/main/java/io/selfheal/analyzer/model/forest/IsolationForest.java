package io.selfheal.analyzer.model.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008), trained as scikit-learn trains it: random column
 * among those that still differ, threshold uniform between its least and greatest value, at most ceil(log2(subsample))
 * deep. The score of a row is {@code 2^(-E/c)}: E its mean path length, c the mean path length of an unsuccessful
 * search among as many rows as a tree saw. 0.5 is nobody in particular, near 1 is alone.
 */
public final class IsolationForest {
    /** Euler's constant, as scikit-learn's formula has it. */
    private static final double EULER = 0.5772156649015329;

    private final RobustScaling scaling;
    private final List<IsolationTree> trees;
    private final double normal;

    private IsolationForest(RobustScaling scaling, List<IsolationTree> trees, double normal) {
        this.scaling = scaling;
        this.trees = List.copyOf(trees);
        this.normal = normal;
    }

    /**
     * How to train.
     *
     * @param trees 10 to 1000
     * @param subsample rows that each tree sees, 16 to 4096
     * @param seed of the random choices: the same rows and seed give the same forest
     */
    public record Parameters(int trees, int subsample, long seed) {
        /** As scikit-learn's defaults, with the seed of ML-02. */
        public static final Parameters DEFAULT = new Parameters(100, 256, 42);

        public Parameters {
            if (trees < 10 || trees > 1000) {
                throw new IllegalArgumentException("trees " + trees + " is out of range; allowed: 10 to 1000");
            }
            if (subsample < 16 || subsample > 4096) {
                throw new IllegalArgumentException("subsample " + subsample + " is out of range; allowed: 16 to 4096");
            }
        }
    }

    /**
     * Trains a forest.
     *
     * @param rows features as extracted; at least two
     */
    public static IsolationForest train(List<float[]> rows, Parameters parameters) {
        if (rows.size() < 2) {
            throw new IllegalArgumentException("a forest of " + rows.size() + " rows; allowed: 2 or more");
        }
        RobustScaling scaling = RobustScaling.of(rows);
        float[][] scaled = rows.stream().map(scaling::apply).toArray(float[][]::new);
        int sample = Math.min(parameters.subsample(), scaled.length);
        int deepest = (int) Math.ceil(Math.log(sample) / Math.log(2));
        Random random = new Random(parameters.seed());
        List<IsolationTree> trees = new ArrayList<>();
        int[] order = new int[scaled.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int t = 0; t < parameters.trees(); t++) {
            // The first places of a shuffle: a sample without repetition.
            for (int i = 0; i < sample; i++) {
                swap(order, i, i + random.nextInt(order.length - i));
            }
            float[][] seen = new float[sample][];
            for (int i = 0; i < sample; i++) {
                seen[i] = scaled[order[i]];
            }
            IsolationTree tree = new IsolationTree();
            new Grower(tree, seen, random, deepest).grow(0, sample, 0);
            trees.add(tree);
        }
        return new IsolationForest(scaling, trees, meanPath(sample));
    }

    /** Mean path length of an unsuccessful search in a binary search tree of n rows; c(n) of the paper. */
    public static double meanPath(int n) {
        if (n <= 1) {
            return 0;
        }
        return n == 2 ? 1 : 2 * (Math.log(n - 1.0) + EULER) - 2.0 * (n - 1.0) / n;
    }

    /** How alone a row is, 0 to 1. About 5 µs for 100 trees. */
    public double score(float[] row) {
        float[] scaled = scaling.apply(row);
        double sum = 0;
        for (IsolationTree tree : trees) {
            sum += tree.pathLength(scaled);
        }
        return Math.pow(2, -sum / trees.size() / normal);
    }

    public RobustScaling scaling() {
        return scaling;
    }

    public List<IsolationTree> trees() {
        return trees;
    }

    /** What the mean path length is divided by. */
    public double normal() {
        return normal;
    }

    private static void swap(int[] order, int i, int j) {
        int value = order[i];
        order[i] = order[j];
        order[j] = value;
    }

    /** Grows one tree by splitting the rows in place. */
    private static final class Grower {
        private final IsolationTree tree;
        private final float[][] rows;
        private final Random random;
        private final int deepest;

        Grower(IsolationTree tree, float[][] rows, Random random, int deepest) {
            this.tree = tree;
            this.rows = rows;
            this.random = random;
            this.deepest = deepest;
        }

        int grow(int from, int to, int depth) {
            int column = depth < deepest && to - from > 1 ? differing(from, to) : -1;
            if (column < 0) {
                return tree.addLeaf((float) (depth + meanPath(to - from)));
            }
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                least = Math.min(least, rows[i][column]);
                greatest = Math.max(greatest, rows[i][column]);
            }
            float threshold = (float) (least + random.nextDouble() * ((double) greatest - least));
            threshold = threshold < greatest ? threshold : least;
            int node = tree.addSplit(column, threshold);
            int middle = partition(from, to, column, threshold);
            int left = grow(from, middle, depth + 1);
            int right = grow(middle, to, depth + 1);
            tree.link(node, left, right);
            return node;
        }

        /** A random column in which the rows differ; -1 if they are all alike. */
        private int differing(int from, int to) {
            int columns = rows[from].length;
            int[] candidates = new int[columns];
            for (int i = 0; i < columns; i++) {
                candidates[i] = i;
            }
            for (int left = columns; left > 0; left--) {
                int pick = random.nextInt(left);
                int column = candidates[pick];
                for (int i = from + 1; i < to; i++) {
                    if (rows[i][column] != rows[from][column]) {
                        return column;
                    }
                }
                candidates[pick] = candidates[left - 1];
            }
            return -1;
        }

        private int partition(int from, int to, int column, float threshold) {
            int middle = from;
            for (int i = from; i < to; i++) {
                if (rows[i][column] <= threshold) {
                    float[] row = rows[i];
                    rows[i] = rows[middle];
                    rows[middle++] = row;
                }
            }
            return middle;
        }
    }
}
