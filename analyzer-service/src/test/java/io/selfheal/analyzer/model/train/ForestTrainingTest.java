package io.selfheal.analyzer.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.Rows;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.yaml.RuleException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTrainingTest {
    private final KnownLabels labels = new KnownLabels();
    private final ForestTraining training = new ForestTraining(Parameters.DEFAULT, 0.01);

    /** Two thousand usual rows; among the newest thirty attackers, whom the rules flagged. */
    private List<TrainingRow> rows() {
        List<TrainingRow> rows = new ArrayList<>(Models.rows(Rows.alike(2000, 1)));
        int end = rows.getLast().second();
        for (int i = 0; i < 30; i++) {
            TrainingRow attack = new TrainingRow(end - 60 * i, "203.0.113." + i, Rows.strange(i));
            labels.flag(attack.source(), attack.second() + 5);
            rows.add(attack);
        }
        rows.sort(java.util.Comparator.comparingInt(TrainingRow::second));
        return rows;
    }

    @Test
    void theReportIsOfTheFutureOfWhatWasLearned() {
        TrainingReport report = training.train(rows(), labels).report();

        assertThat(report.rows()).isEqualTo(2030);
        assertThat(report.usual()).isEqualTo(2000);
        assertThat(report.tried()).isEqualTo(609);
        assertThat(report.labels()).isEqualTo("rules");
        assertThat(report.attacks()).isEqualTo(30);
        assertThat(report.histogram().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(609);
        assertThat(report.unusualShare()).isLessThan(0.05);
        assertThat(report.choices().getLast().recall()).isEqualTo(1.0);
        assertThat(report.choices().getLast().precision()).isGreaterThan(0.9);
        assertThat(report.influences()).hasSize(Feature.COUNT);
    }

    @Test
    void theThresholdLeavesTheContaminationAbove() {
        List<TrainingRow> rows = rows();
        ForestTraining.Result result = training.train(rows, labels);

        double above = rows.stream()
                        .filter(labels::isUsual)
                        .filter(row -> result.forest().score(row.features()) > result.threshold())
                        .count()
                / 2000.0;

        assertThat(above).isEqualTo(0.01, within(0.002));
    }

    @Test
    void whatPeopleSayStandsAboveTheRules() {
        List<TrainingRow> rows = rows();
        TrainingRow attack = rows.getLast();
        labels.flag(attack.source(), attack.second());

        labels.add(new Resolution(attack.second() + 60, attack.source(), false));

        assertThat(labels.isUsual(attack)).isTrue();
        assertThat(training.train(rows, labels).report().labels()).isEqualTo("operators");
    }

    @Test
    void tooFewRowsAreSaid() {
        assertThatThrownBy(() -> training.train(Models.rows(Rows.alike(300, 1)), labels))
                .hasMessageContaining("210 usual rows")
                .hasMessageContaining("256 or more");
    }

    @Test
    void rowsGoThroughCsvAndComeBackEqual() throws IOException {
        List<TrainingRow> rows = rows();
        StringBuilder csv = new StringBuilder();
        FeatureCsv.write(rows, labels, csv);
        RowGatherer read = new RowGatherer(42);
        KnownLabels readLabels = new KnownLabels();

        FeatureCsv.read("rows.csv", new BufferedReader(new StringReader(csv.toString())), read, readLabels);

        assertThat(FeatureCsv.sha256(read.rows(), readLabels)).isEqualTo(FeatureCsv.sha256(rows, labels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b", "time,source,flagged"})
    void aCsvOfOtherColumnsIsRefused(String header) {
        assertThatThrownBy(() -> FeatureCsv.read(
                        "rows.csv", new BufferedReader(new StringReader(header)), new RowGatherer(1), labels))
                .hasMessageContaining("rows.csv:1");
    }

    @Test
    void moreRowsThanTheBoundAreSampledEvenly() {
        RowGatherer gatherer = new RowGatherer(42);
        float[] features = new float[Feature.COUNT];
        for (int i = 0; i < 2 * RowGatherer.MAX_ROWS; i++) {
            gatherer.add(new TrainingRow(i, "192.0.2.1", features));
        }

        List<TrainingRow> rows = gatherer.rows();

        assertThat(rows).hasSize(RowGatherer.MAX_ROWS);
        assertThat(rows.stream()
                        .filter(row -> row.second() < RowGatherer.MAX_ROWS)
                        .count())
                .isBetween(RowGatherer.MAX_ROWS * 49 / 100L, RowGatherer.MAX_ROWS * 51 / 100L);
    }

    @Test
    void resolutionsAreReadLineByLine() throws IOException, RuleException {
        String lines = """
                {"@timestamp": "2026-03-01T12:00:00Z", "subject": "203.0.113.7", "resolution": "confirmed", "by": "anna"}

                {"@timestamp": "2026-03-01T13:00:00Z", "subject": "::ffff:192.0.2.9", "resolution": "false-positive"}
                """;

        List<Resolution> read = Resolution.read("labels.jsonl", new BufferedReader(new StringReader(lines)));

        assertThat(read)
                .containsExactly(
                        new Resolution(1_772_366_400, "203.0.113.7", true),
                        new Resolution(1_772_370_000, "192.0.2.9", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@timestamp\": \"2026-03-01T12:00:00Z\", \"subject\": \"203.0.113.7\", \"resolution\": \"maybe\"}",
                "{\"@timestamp\": \"yesterday\", \"subject\": \"203.0.113.7\", \"resolution\": \"confirmed\"}",
                "{\"@timestamp\": \"2026-03-01T12:00:00Z\", \"subject\": \"anna\", \"resolution\": \"confirmed\"}",
                "{\"subject\": \"203.0.113.7\"",
            })
    void aWrongResolutionIsNamed(String line) {
        assertThatThrownBy(() -> Resolution.read("labels.jsonl", new BufferedReader(new StringReader(line))))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("labels.jsonl:1");
    }
}
