package io.selfheal.analyzer.model.live;

/**
 * Champion and challenger on the same rows (ML-17).
 *
 * @param rows scored by both
 * @param both called unusual by both
 * @param onlyChampion called unusual by the active version alone
 * @param onlyChallenger called unusual by the challenger alone
 * @param difference mean absolute difference of the strengths
 */
public record Comparison(long rows, long both, long onlyChampion, long onlyChallenger, double difference) {
    static final Comparison NONE = new Comparison(0, 0, 0, 0, 0);

    Comparison with(double champion, double challenger) {
        boolean first = champion > 0;
        boolean second = challenger > 0;
        return new Comparison(
                rows + 1,
                both + (first && second ? 1 : 0),
                onlyChampion + (first && !second ? 1 : 0),
                onlyChallenger + (second && !first ? 1 : 0),
                difference + (Math.abs(champion - challenger) - difference) / (rows + 1));
    }
}
