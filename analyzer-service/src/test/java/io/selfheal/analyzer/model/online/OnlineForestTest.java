package io.selfheal.analyzer.model.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.model.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnlineForestTest {
    private final OnlineForest forest = new OnlineForest();

    @Test
    void itLearnsWhatIsUsualAndFindsWhatIsNot() {
        Rows.alike(1500, 1).forEach(forest::learn);

        List<float[]> later = Rows.alike(200, 2);
        long calledUnusual = later.stream()
                .filter(row -> forest.strength(forest.score(row)) > 0)
                .count();

        assertThat(forest.isReady()).isTrue();
        assertThat(calledUnusual).isLessThan(10);
        assertThat(forest.strength(forest.score(Rows.strange(50)))).isGreaterThan(0.5);
    }

    @Test
    void itIsNotAskedBeforeItHasSeenAThousandRows() {
        Rows.alike(OnlineForest.MIN_ROWS - 1, 1).forEach(forest::learn);

        assertThat(forest.isReady()).isFalse();
        forest.learn(Rows.strange(0));
        assertThat(forest.isReady()).isTrue();
    }

    @Test
    void theSameRowsGiveTheSameScores() {
        OnlineForest other = new OnlineForest();
        for (float[] row : Rows.alike(1200, 1)) {
            forest.learn(row);
            other.learn(row);
        }

        assertThat(forest.score(Rows.strange(1))).isEqualTo(other.score(Rows.strange(1)));
    }
}
