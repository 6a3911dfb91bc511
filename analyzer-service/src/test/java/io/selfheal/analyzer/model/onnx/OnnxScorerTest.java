package io.selfheal.analyzer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.analyzer.model.Rows;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.analyzer.model.forest.IsolationForest;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import io.selfheal.analyzer.model.forest.RobustScaling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxScorerTest {
    private static final List<float[]> TRAINING = Rows.alike(3000, 1);
    private static final IsolationForest FOREST = IsolationForest.train(TRAINING, Parameters.DEFAULT);

    private static List<float[]> rows() {
        List<float[]> rows = new ArrayList<>(Rows.alike(2000, 2));
        rows.addAll(TRAINING);
        for (int i = 0; i < 50; i++) {
            rows.add(Rows.strange(i));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 1024})
    void theRuntimeGivesWhatTheJavaForestGives(int batch) throws ModelRefused {
        List<float[]> rows = rows();
        double worst = 0;

        try (OnnxScorer scorer = OnnxScorer.load("forest.onnx", OnnxExport.of(FOREST), "score")) {
            for (int from = 0; from < rows.size(); from += batch) {
                List<float[]> part = rows.subList(from, Math.min(rows.size(), from + batch));
                float[] scores = scorer.score(part);
                for (int i = 0; i < scores.length; i++) {
                    worst = Math.max(worst, Math.abs(scores[i] - FOREST.score(part.get(i))));
                }
            }
        }

        assertThat(worst).isLessThan(1e-6);
    }

    @Test
    void aForestAsScikitLearnExportsItGivesWhatItsFormulaGives() throws ModelRefused {
        ScikitLearnForest forest = new ScikitLearnForest(TRAINING, 100, 256, 42);
        List<float[]> rows = rows();

        try (OnnxScorer scorer = OnnxScorer.load("sklearn.onnx", forest.onnx(), "scores")) {
            float[] decisions = scorer.score(rows);
            for (int i = 0; i < rows.size(); i++) {
                assertThat((double) decisions[i]).isEqualTo(forest.decision(rows.get(i)), within(1e-6));
            }
        }
    }

    @Test
    void aLogisticRegressionIsASigmoidOfTheWeightedSum() throws ModelRefused {
        RobustScaling scaling = RobustScaling.of(TRAINING);
        float[] weights = new float[Feature.COUNT];
        weights[3] = 0.7f;

        try (OnnxScorer scorer = OnnxScorer.load("classifier.onnx", OnnxExport.of(scaling, weights, -1), "score")) {
            float[] row = Rows.strange(0);
            double sum = scaling.apply(row)[3] * 0.7 - 1;
            assertThat((double) scorer.score(List.of(row))[0]).isEqualTo(1 / (1 + Math.exp(-sum)), within(1e-6));
        }
    }

    @Test
    void aReplacedModelAnswersNoMore() throws ModelRefused {
        OnnxScorer scorer = OnnxScorer.load("forest.onnx", OnnxExport.of(FOREST), "score");

        scorer.close();
        scorer.close();

        assertThatThrownBy(() -> scorer.score(List.of(Rows.strange(0)))).isInstanceOf(ModelRefused.class);
    }
}
