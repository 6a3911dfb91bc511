package io.selfheal.analyzer.model.train;

import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.watch.ProfileWatch;
import io.selfheal.analyzer.profile.SourceProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Gathers rows at the moments at which a model would have looked. Holds at most {@value #MAX_ROWS} of them (about
 * 150 B each): a longer history is sampled evenly, each row with the same chance to stay.
 */
public final class RowGatherer implements ProfileWatch {
    /** Bound of the rows that are kept. */
    public static final int MAX_ROWS = 500_000;

    private final List<TrainingRow> rows = new ArrayList<>();
    private final Random random;
    private final int most;
    private long seen;

    /** With a seed for the sampling: the same history and seed give the same rows. */
    public RowGatherer(long seed) {
        this(seed, MAX_ROWS);
    }

    /** @param most bound of the rows that are kept */
    public RowGatherer(long seed, int most) {
        this.random = new Random(seed);
        this.most = most;
    }

    @Override
    public void look(SourceProfile profile, int second, boolean suspicious) {
        add(new TrainingRow(second, profile.key(), Feature.extract(profile, second)));
    }

    /** Adds a row that was gathered before. */
    public void add(TrainingRow row) {
        seen++;
        if (rows.size() < most) {
            rows.add(row);
        } else {
            long place = random.nextLong(seen);
            if (place < most) {
                rows.set((int) place, row);
            }
        }
    }

    /** Rows that are kept. */
    public int kept() {
        return rows.size();
    }

    /** Rows that were offered, kept or not. */
    public long seen() {
        return seen;
    }

    /** The rows, oldest first. */
    public List<TrainingRow> rows() {
        List<TrainingRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingInt(TrainingRow::second));
        return sorted;
    }
}
