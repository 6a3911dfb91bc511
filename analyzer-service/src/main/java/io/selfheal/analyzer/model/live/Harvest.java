package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.RowGatherer;
import io.selfheal.analyzer.model.train.TrainingRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the analyzer saw of its own traffic, to train the next version from: rows at the moments at which the model
 * looked, sampled evenly, and who was dangerous. At most {@value #MAX_ROWS} rows of about 200 B and
 * {@value #MAX_FLAGGED} sources. Safe for many threads.
 */
public final class Harvest {
    static final int MAX_ROWS = 100_000;
    static final int MAX_FLAGGED = 50_000;
    private static final long SEED = 42;

    private RowGatherer rows = new RowGatherer(SEED, MAX_ROWS);
    private final Map<String, Integer> flagged = new LinkedHashMap<>();

    /**
     * A sample.
     *
     * @param rows oldest first
     * @param labels whom the rules called dangerous
     * @param seen rows that were offered
     */
    public record Sample(List<TrainingRow> rows, KnownLabels labels, long seen) {
        public Sample {
            rows = List.copyOf(rows);
        }
    }

    /** @param dangerous whether the rules called the row's source dangerous by then */
    synchronized void add(TrainingRow row, boolean dangerous) {
        rows.add(row);
        if (dangerous) {
            flagged.remove(row.source());
            flagged.put(row.source(), row.second());
            if (flagged.size() > MAX_FLAGGED) {
                flagged.remove(flagged.keySet().iterator().next());
            }
        }
    }

    /** How many rows there are to train from now. */
    public synchronized int size() {
        return rows.kept();
    }

    public synchronized Sample sample() {
        KnownLabels labels = new KnownLabels();
        flagged.forEach(labels::flag);
        return new Sample(rows.rows(), labels, rows.seen());
    }

    /** Begins anew, after a version was trained. */
    public synchronized void clear() {
        rows = new RowGatherer(SEED, MAX_ROWS);
        flagged.clear();
    }
}
