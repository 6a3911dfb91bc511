package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScenarioStatesTest {
    private static final int SLOW = -7;

    private final ScenarioStates states = new ScenarioStates();

    @Test
    void whatIsCountedSlowlyIsRememberedBesideAllElse() {
        states.of(SLOW).add(1, 0, 10);

        for (int other = 1; other < ScenarioStates.MAX; other++) {
            states.of(other).add(1 + other, 0, 10);
        }

        assertThat(states.of(SLOW).size()).isEqualTo(1);
        assertThat(states.most()).isEqualTo(1);
    }

    @Test
    void aboveTheBoundTheOneUntouchedForLongestGoes() {
        states.of(SLOW).add(1_000, 0, 10);
        for (int other = 1; other <= ScenarioStates.MAX; other++) {
            states.of(other).add(other, 0, 10);
        }

        assertThat(states.find(SLOW)).isNotNull();
        assertThat(states.find(1)).isNull();
        assertThat(states.find(2)).isNotNull();
    }
}
