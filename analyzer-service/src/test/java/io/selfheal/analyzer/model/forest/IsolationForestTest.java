package io.selfheal.analyzer.model.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.analyzer.model.Rows;
import io.selfheal.analyzer.model.forest.IsolationForest.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolationForestTest {
    private static final List<float[]> ROWS = Rows.alike(2000, 1);
    private static final IsolationForest FOREST = IsolationForest.train(ROWS, Parameters.DEFAULT);

    @Test
    void whatIsFarFromEverybodyScoresAboveEverybody() {
        double highest = ROWS.stream().mapToDouble(FOREST::score).max().orElseThrow();

        assertThat(FOREST.score(Rows.strange(0))).isGreaterThan(highest + 0.1);
    }

    @Test
    void theSameRowsAndSeedGiveTheSameForest() {
        IsolationForest again = IsolationForest.train(Rows.alike(2000, 1), Parameters.DEFAULT);
        IsolationForest other = IsolationForest.train(ROWS, new Parameters(100, 256, 43));

        assertThat(again.score(ROWS.getFirst())).isEqualTo(FOREST.score(ROWS.getFirst()));
        assertThat(other.score(ROWS.getFirst())).isNotEqualTo(FOREST.score(ROWS.getFirst()));
    }

    @Test
    void ownersOfOneValueOnlyAreALeafAndNothingBreaks() {
        List<float[]> alike = List.of(new float[27], new float[27], new float[27]);

        IsolationForest forest = IsolationForest.train(alike, Parameters.DEFAULT);

        assertThat(forest.score(new float[27])).isEqualTo(0.5, within(1e-7));
    }

    @Test
    void attacksAmongTheRowsDoNotMoveTheScale() {
        List<float[]> poisoned = new java.util.ArrayList<>(ROWS);
        for (int i = 0; i < 20; i++) {
            poisoned.add(Rows.strange(1000 * i));
        }

        RobustScaling clean = RobustScaling.of(ROWS);
        RobustScaling scaling = RobustScaling.of(poisoned);

        assertThat(scaling.offset()[0]).isEqualTo(clean.offset()[0], within(0.1f));
        assertThat(scaling.scale()[0]).isEqualTo(clean.scale()[0], within(0.1f));
    }

    /** {@code sklearn.ensemble._iforest._average_path_length} of 1.8, as its own test has the figures. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "5, 2.3274", "256, 10.2448", "999, 12.9679"})
    void meanPathIsScikitLearns(int n, double length) {
        assertThat(IsolationForest.meanPath(n)).isEqualTo(length, within(1e-3));
    }

    @Test
    void parametersAreBounded() {
        assertThatThrownBy(() -> new Parameters(5, 256, 42)).hasMessageContaining("10 to 1000");
        assertThatThrownBy(() -> new Parameters(100, 5, 42)).hasMessageContaining("16 to 4096");
        assertThatThrownBy(() -> IsolationForest.train(List.of(), Parameters.DEFAULT))
                .hasMessageContaining("2 or more");
    }
}
