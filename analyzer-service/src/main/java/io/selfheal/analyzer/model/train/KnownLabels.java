package io.selfheal.analyzer.model.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of sources beside their features: what people said of them, and what the rules found. A statement about
 * a source counts for its rows of the day before it, and for the rules also of the day after.
 */
public final class KnownLabels {
    private static final int DAY = 86_400;

    private final Map<String, List<Integer>> flagged = new HashMap<>();
    private final Map<String, List<Resolution>> resolved = new HashMap<>();
    private int resolutions;

    /** Notes that the rules gave a source 60 points or more. */
    public void flag(String source, int second) {
        flagged.computeIfAbsent(source, s -> new ArrayList<>(1)).add(second);
    }

    public void add(Resolution resolution) {
        resolved.computeIfAbsent(resolution.subject(), s -> new ArrayList<>(1)).add(resolution);
        resolutions++;
    }

    public int resolutions() {
        return resolutions;
    }

    /** Whether the rules found the row's source dangerous within a day of the row. */
    public boolean isFlagged(TrainingRow row) {
        return flagged.getOrDefault(row.source(), List.of()).stream()
                .anyMatch(second -> Math.abs((long) second - row.second()) <= DAY);
    }

    /** What people said first about the row's source within a day after the row; empty if nobody did. */
    public Optional<Resolution> resolution(TrainingRow row) {
        return resolved.getOrDefault(row.source(), List.of()).stream()
                .filter(r -> r.second() >= row.second() && r.second() - row.second() <= DAY)
                .min(Comparator.comparingInt(Resolution::second));
    }

    /** Whether a row may teach what is usual: nobody and nothing called its source an attacker. */
    public boolean isUsual(TrainingRow row) {
        Optional<Resolution> said = resolution(row);
        return said.isPresent() ? !said.get().confirmed() : !isFlagged(row);
    }
}
