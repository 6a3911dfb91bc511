package io.selfheal.e2e.bench;

import java.util.List;

/** A line of the table. */
sealed interface Figure {
    /** What it is about. */
    String what();

    /**
     * A measured value.
     *
     * @param unit of the value and of the budget
     * @param method how it was measured, in a few words
     */
    record Measured(String what, double value, String unit, Budget budget, String method) implements Figure {}

    /**
     * Something that this machine cannot measure.
     *
     * @param reason why, for people
     */
    record LeftOut(String what, String reason) implements Figure {}

    /**
     * What lies behind a figure, one by one; told after the table, and only when there is anything.
     *
     * @param items for people
     */
    record Listed(String what, List<String> items) implements Figure {
        public Listed {
            items = List.copyOf(items);
        }
    }
}
