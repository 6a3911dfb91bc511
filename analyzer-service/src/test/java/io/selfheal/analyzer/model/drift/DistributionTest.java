package io.selfheal.analyzer.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Random random = new Random(1);

    private double[] normal(int count, double shift) {
        double[] figures = new double[count];
        for (int i = 0; i < count; i++) {
            figures[i] = random.nextGaussian() + shift;
        }
        return figures;
    }

    private static double stability(Distribution distribution, double[] figures) {
        long[] counts = new long[distribution.shares().size()];
        for (double figure : figures) {
            counts[distribution.cell(figure)]++;
        }
        return distribution.stability(counts);
    }

    @Test
    void theSameBehaviourHardlyMovesTheIndexAndAnotherOneMovesItFar() {
        Distribution distribution = Distribution.of("gap", normal(5000, 0));

        assertThat(stability(distribution, normal(2000, 0))).isLessThan(0.05);
        assertThat(stability(distribution, normal(2000, 1))).isGreaterThan(0.25);
    }

    @Test
    void theIndexIsTheSumOfDifferencesTimesLogarithms() {
        Distribution distribution = new Distribution("x", List.of(1.0), List.of(0.5, 0.5));

        double expected = (0.8 - 0.5) * Math.log(0.8 / 0.5) + (0.2 - 0.5) * Math.log(0.2 / 0.5);

        assertThat(distribution.stability(new long[] {80, 20})).isEqualTo(expected, within(1e-12));
    }

    @Test
    void aFigureThatNeverChangesHasOneCell() {
        Distribution distribution = Distribution.of("status_5xx", new double[100]);

        assertThat(distribution.shares()).containsExactly(1.0);
        assertThat(stability(distribution, new double[50])).isZero();
    }

    @Test
    void edgesAscendAndFitTheShares() {
        assertThatThrownBy(() -> new Distribution("x", List.of(2.0, 1.0), List.of(0.3, 0.3, 0.4)))
                .hasMessageContaining("do not ascend");
        assertThatThrownBy(() -> new Distribution("x", List.of(2.0), List.of(1.0)))
                .hasMessageContaining("one more than edges");
    }
}
