package io.selfheal.analyzer.model.feature;

/** How a figure becomes a feature's value. Everything stays finite and small whatever an attacker sends. */
public enum Scaling {
    /** As it is. */
    NONE("none"),
    /** The natural logarithm of one more: 0 stays 0, a thousand is 6.9. */
    LOG("ln(1 + x)"),
    /** A point on the circle, so that 23:59 is beside 00:00. */
    CIRCLE("sine or cosine of the day's angle");

    private final String formula;

    Scaling(String formula) {
        this.formula = formula;
    }

    /** As documents say it. */
    public String formula() {
        return formula;
    }

    float apply(double figure) {
        return this == LOG ? (float) Math.log1p(figure) : (float) figure;
    }
}
