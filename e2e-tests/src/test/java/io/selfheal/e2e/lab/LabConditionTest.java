package io.selfheal.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class LabConditionTest {
    private static final List<String> MISSING = List.of("root", "the program hydra (apt-get install hydra)");

    @Test
    void runsTheTestWhereNothingIsMissing() {
        assertThat(LabCondition.decide(List.of(), "required").isDisabled()).isFalse();
    }

    @Test
    void skipsTheTestAndSaysWhatIsMissing() {
        ConditionEvaluationResult decided = LabCondition.decide(MISSING, "optional");

        assertThat(decided.isDisabled()).isTrue();
        assertThat(decided.getReason())
                .contains("the laboratory needs root, the program hydra (apt-get install hydra)");
    }

    @Test
    void failsInsteadWhereTheLaboratoryIsRequired() {
        assertThatThrownBy(() -> LabCondition.decide(MISSING, "required"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("apt-get install hydra")
                .hasMessageContaining("selfheal.lab=required");
    }
}
