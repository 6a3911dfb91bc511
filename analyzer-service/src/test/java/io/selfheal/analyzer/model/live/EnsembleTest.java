package io.selfheal.analyzer.model.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.model.live.Ensemble.Voice;
import io.selfheal.analyzer.profile.ModelPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsembleTest {
    private static List<ModelPart> parts(double forest, double online, double classifier) {
        return Ensemble.parts(
                List.of(
                        new Voice(Ensemble.FOREST, forest, 0.7, "v1"),
                        new Voice(Ensemble.ONLINE, online, 2.1, "v1"),
                        new Voice(Ensemble.CLASSIFIER, classifier, 0.9, "v1")),
                7);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 0, 0", "1, 1, 1, 6, 3, 6", "1, 0, 0, 6, 0, 0", "0, 1, 0, 0, 3, 0", "0.5, 0.5, 0.5, 3, 2, 3"
    })
    void pointsFollowTheWeightsAndAddUpToAtMostFifteen(
            double forest, double online, double classifier, int first, int second, int third) {
        List<ModelPart> parts = parts(forest, online, classifier);

        assertThat(parts).extracting(ModelPart::points).containsExactly(first, second, third);
    }

    @Test
    void aPartAloneHasAllPoints() {
        assertThat(Ensemble.parts(List.of(new Voice(Ensemble.FOREST, 1, 0.9, "v1")), 7))
                .singleElement()
                .isEqualTo(new ModelPart("isolation-forest", 15, 0.9, "v1", 7));
    }
}
