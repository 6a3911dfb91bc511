package io.selfheal.analyzer.model.train;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How good a forest is: trained on the older part of the rows, tried on the newer part, as it will be in use.
 *
 * @param rows all rows
 * @param sources different sources among them
 * @param from time of the oldest
 * @param to time of the newest
 * @param usual rows that nobody and nothing called an attack; the forest learns from those
 * @param learned usual rows of the older part
 * @param tried rows of the newer part
 * @param contamination share of learned rows above the threshold
 * @param threshold scores above it are unusual
 * @param ceiling scores from here on have all points
 * @param histogram scores of the tried rows in twenty cells of 0.05
 * @param histogramUsual those of them that are usual
 * @param unusualShare share of usual tried rows above the threshold: about the contamination, if the future is like
 *     the past
 * @param labels whose labels precision and recall are held against: {@code operators}, {@code rules} or {@code none}
 * @param attacks tried rows that the labels call attacks
 * @param choices precision and recall at several thresholds
 * @param influences how much each feature moves the score, strongest first
 * @param classifier about the supervised classifier
 */
public record TrainingReport(
        int rows,
        int sources,
        Instant from,
        Instant to,
        int usual,
        int learned,
        int tried,
        double contamination,
        double threshold,
        double ceiling,
        List<Integer> histogram,
        List<Integer> histogramUsual,
        double unusualShare,
        String labels,
        int attacks,
        List<Choice> choices,
        List<Influence> influences,
        Optional<ClassifierReport> classifier) {
    public TrainingReport {
        histogram = List.copyOf(histogram);
        histogramUsual = List.copyOf(histogramUsual);
        choices = List.copyOf(choices);
        influences = List.copyOf(influences);
    }

    /**
     * What a threshold would give.
     *
     * @param quantile of the learned rows
     * @param threshold the score at it
     * @param precision share of the rows above it that are attacks; NaN without any row above
     * @param recall share of the attacks that are above it; NaN without attacks
     */
    public record Choice(double quantile, double threshold, double precision, double recall) {}

    /**
     * A feature's influence: how much the scores change on average when its column is shuffled.
     *
     * @param feature its name
     * @param change mean absolute change of the score
     */
    public record Influence(String feature, double change) {}

    /**
     * About the classifier.
     *
     * @param labels resolutions that fit a row
     * @param confirmed those of them that were attacks
     * @param used whether there were enough, so that it is part of the model
     * @param precision on the newer resolutions, at 0.5; NaN when not tried
     * @param recall likewise
     * @param note why it is not used, or what it was tried on
     */
    public record ClassifierReport(
            int labels, int confirmed, boolean used, double precision, double recall, String note) {}
}
