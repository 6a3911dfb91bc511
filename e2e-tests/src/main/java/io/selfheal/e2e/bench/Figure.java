package io.selfheal.e2e.bench;

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
}
