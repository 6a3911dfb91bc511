package io.selfheal.e2e.bench;

/** What a figure should keep to: design, section 8. */
sealed interface Budget {
    /** The measured value should reach this. */
    record AtLeast(double value) implements Budget {}

    /** The measured value should stay below this. */
    record AtMost(double value) implements Budget {}

    /** Nothing was promised. */
    record None() implements Budget {}

    static Budget atLeast(double value) {
        return new AtLeast(value);
    }

    static Budget atMost(double value) {
        return new AtMost(value);
    }
}
