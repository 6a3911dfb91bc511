package io.selfheal.analyzer.model.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.Rows;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.onnx.OnnxScorer;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.Resolution;
import io.selfheal.analyzer.model.train.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTrainingTest {
    private final KnownLabels labels = new KnownLabels();

    /** Every third source is an attacker, five standard deviations away; people said so an hour later. */
    private List<TrainingRow> resolved(int count, int attacks) {
        List<float[]> features = new ArrayList<>();
        List<float[]> alike = Rows.alike(count, 7);
        for (int i = 0; i < count; i++) {
            float[] row = alike.get(i);
            if (i < attacks) {
                for (int c = 0; c < row.length; c++) {
                    row[c] += 5;
                }
            }
            features.add(row);
        }
        List<TrainingRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = i * 7 % count;
            TrainingRow row = new TrainingRow(1_772_000_000 + i * 600, "198.51.100." + i, features.get(place));
            rows.add(row);
            labels.add(new Resolution(row.second() + 3600, row.source(), place < attacks));
        }
        return rows;
    }

    @Test
    void enoughResolutionsMakeAClassifierThatTellsThemApart() throws ModelRefused {
        List<TrainingRow> rows = resolved(240, 80);

        ClassifierTraining.Result result = ClassifierTraining.train(rows, labels, 42);

        assertThat(result.report().used()).isTrue();
        assertThat(result.report().labels()).isEqualTo(240);
        assertThat(result.report().precision()).isGreaterThan(0.9);
        assertThat(result.report().recall()).isGreaterThan(0.9);
        try (OnnxScorer scorer =
                OnnxScorer.load("classifier.onnx", result.onnx().orElseThrow(), "score")) {
            float[] probability = scorer.score(List.of(Rows.alike(1, 99).getFirst(), Rows.strange(0)));
            assertThat(probability[0]).isLessThan(0.5f);
            assertThat(probability[1]).isGreaterThan(0.9f);
        }
    }

    @ParameterizedTest
    @CsvSource({"199, 80", "240, 19", "240, 221"})
    void belowTheStatedAmountsItIsNotUsedAndSaysSo(int count, int attacks) {
        ClassifierTraining.Result result = ClassifierTraining.train(resolved(count, attacks), labels, 42);

        assertThat(result.onnx()).isEmpty();
        assertThat(result.report().used()).isFalse();
        assertThat(result.report().note()).contains("needed: 200, and 20 of each");
    }

    @Test
    void rowsThatNobodyResolvedDoNotCount() {
        List<TrainingRow> rows = new ArrayList<>(Models.rows(Rows.alike(500, 3)));

        assertThat(ClassifierTraining.train(rows, labels, 42).report().labels()).isZero();
    }
}
