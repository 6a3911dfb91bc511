package io.selfheal.analyzer.model.train;

import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows as CSV (ML-11): {@code time,source,flagged,} then the features in order,
 * numbers with a point; {@code flagged} is 1 where the rules called the source dangerous. The same file goes to our training
 * and to anybody else's.
 */
public final class FeatureCsv {
    private static final String HEADER = "time,source,flagged," + String.join(",", Feature.NAMES);

    private FeatureCsv() {}

    /** Writes rows; {@code out} is flushed by its owner. */
    public static void write(List<TrainingRow> rows, KnownLabels labels, Appendable out) throws IOException {
        out.append(HEADER).append('\n');
        for (TrainingRow row : rows) {
            out.append(line(row, labels)).append('\n');
        }
    }

    /** SHA-256 of the lines that {@link #write} would write: which rows a model was trained on. */
    public static String sha256(List<TrainingRow> rows, KnownLabels labels) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (TrainingRow row : rows) {
                digest.update((line(row, labels) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * Reads rows.
     *
     * @throws IOException if it cannot be read, or a line is no row of these features; the message names the line
     */
    public static void read(String name, BufferedReader in, RowGatherer into, KnownLabels labels) throws IOException {
        String header = in.readLine();
        if (!HEADER.equals(header)) {
            throw new IOException(name + ":1: the header is not that of " + Feature.VERSION + "; allowed: " + HEADER);
        }
        int number = 1;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            String[] cells = line.split(",", -1);
            if (cells.length != Feature.COUNT + 3) {
                throw new IOException(
                        name + ":" + number + ": has " + cells.length + " cells; allowed: " + (Feature.COUNT + 3));
            }
            try {
                float[] features = new float[Feature.COUNT];
                for (int i = 0; i < features.length; i++) {
                    features[i] = Float.parseFloat(cells[i + 3]);
                    if (!Float.isFinite(features[i])) {
                        throw new NumberFormatException("not finite");
                    }
                }
                int second = TrainingRow.second(Instant.parse(cells[0]));
                into.add(new TrainingRow(second, cells[1], features));
                if (cells[2].equals("1")) {
                    labels.flag(cells[1], second);
                }
            } catch (NumberFormatException | DateTimeException e) {
                throw new IOException(
                        name + ":" + number + ": '" + Excerpt.of(line, 80)
                                + "' is no row; allowed: a time, a source and finite numbers",
                        e);
            }
        }
    }

    private static String line(TrainingRow row, KnownLabels labels) {
        StringBuilder line = new StringBuilder(300)
                .append(Instant.ofEpochSecond(row.second()))
                .append(',')
                .append(row.source())
                .append(labels.isFlagged(row) ? ",1" : ",0");
        for (float feature : row.features()) {
            line.append(',').append(feature);
        }
        return line.toString();
    }
}
