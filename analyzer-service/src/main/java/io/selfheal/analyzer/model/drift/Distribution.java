package io.selfheal.analyzer.model.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How one figure was spread over a model's training rows: at most ten cells of about equal share.
 *
 * @param name of the feature, or {@code score}
 * @param edges upper edges of all cells but the last, ascending
 * @param shares of the rows in each cell; one more than edges
 */
public record Distribution(String name, List<Double> edges, List<Double> shares) {
    private static final int CELLS = 10;

    public Distribution {
        edges = List.copyOf(edges);
        shares = List.copyOf(shares);
        if (shares.size() != edges.size() + 1 || shares.size() > CELLS) {
            throw new IllegalArgumentException("reference '" + name + "' has " + edges.size() + " edges and "
                    + shares.size() + " shares; allowed: up to " + CELLS + " shares, one more than edges");
        }
        for (int i = 1; i < edges.size(); i++) {
            if (edges.get(i) <= edges.get(i - 1)) {
                throw new IllegalArgumentException("reference '" + name + "' has edges that do not ascend");
            }
        }
    }

    /** Of figures in any order; at least one. */
    public static Distribution of(String name, double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        List<Double> edges = new ArrayList<>();
        for (int i = 1; i < CELLS; i++) {
            double edge = sorted[(int) ((long) i * sorted.length / CELLS)];
            if ((edges.isEmpty() || edge > edges.getLast()) && edge < sorted[sorted.length - 1]) {
                edges.add(edge);
            }
        }
        long[] counts = new long[edges.size() + 1];
        for (double figure : sorted) {
            counts[cell(edges, figure)]++;
        }
        List<Double> shares = new ArrayList<>();
        for (long count : counts) {
            shares.add((double) count / sorted.length);
        }
        return new Distribution(name, edges, shares);
    }

    /** The cell that a figure falls into. */
    public int cell(double figure) {
        return cell(edges, figure);
    }

    /**
     * Population stability index of counted cells against this one: the sum of {@code (a - e) ln(a / e)} over the cells.
     * Below 0.1 nothing moved, above 0.25 the model should be trained anew (the usual reading of credit scoring, where
     * it comes from). Empty cells count as a ten-thousandth.
     */
    public double stability(long[] counts) {
        long total = Arrays.stream(counts).sum();
        if (total == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double actual = Math.max(1e-4, (double) counts[i] / total);
            double expected = Math.max(1e-4, shares.get(i));
            sum += (actual - expected) * Math.log(actual / expected);
        }
        return sum;
    }

    private static int cell(List<Double> edges, double figure) {
        int cell = 0;
        while (cell < edges.size() && figure > edges.get(cell)) {
            cell++;
        }
        return cell;
    }
}
