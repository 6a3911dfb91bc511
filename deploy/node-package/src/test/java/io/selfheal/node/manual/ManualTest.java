package io.selfheal.node.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.node.NodeSelfHeal;
import org.junit.jupiter.api.Test;

class ManualTest {
    @Test
    void theManualNamesEveryCommandWithItsOptions() {
        String page = Manual.page(NodeSelfHeal.commandLine());

        assertThat(page)
                .startsWith(".TH SELFHEAL 1")
                .contains(".SS \"selfheal block ADDRESS\"")
                .contains(".SS \"selfheal config check [FILE...]\"")
                .contains(".B \\-\\-for LENGTH")
                .contains("/etc/selfheal/allow.list")
                .doesNotContain("%n");
    }

    @Test
    void theCompletionKnowsTheCommandsAndSaysNothingOfTheTimeItWasMade() {
        String script = Manual.completion(NodeSelfHeal.commandLine());

        assertThat(script).contains("doctor").contains("--silent-after");
        assertThat(script).isEqualTo(Manual.completion(NodeSelfHeal.commandLine()));
        assertThat(script.lines().filter(line -> line.startsWith("#")).toList())
                .noneMatch(line -> line.matches(".*\\b20[0-9][0-9]\\b.*"));
    }

    @Test
    void textIsTextForTroff() {
        assertThat(Manual.escaped(".so /etc/passwd")).isEqualTo("\\&.so /etc/passwd");
        assertThat(Manual.escaped("a\\b-c%nd")).isEqualTo("a\\eb\\-c d");
    }
}
