package io.selfheal.analyzer.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.event.ThreatType;
import io.selfheal.schemas.policy.ScanPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** DET-13: docs/scoring.md says what the code does, row by row. */
class ScoringDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "scoring.md");

    @Test
    void theTableOfBaseScoresIsThatOfTheCode() throws IOException {
        List<String> rows = new ArrayList<>();
        for (ThreatType type : ThreatType.values()) {
            rows.add("| `" + type.wireName() + "` | " + type.defaultBaseScore() + " |");
        }

        assertThat(Files.readAllLines(DOCUMENT)).containsAll(rows);
    }

    @Test
    void theTableOfPlansIsThatOfTheCode() throws IOException {
        List<String> rows = new ArrayList<>();
        int from = 0;
        for (int score = 1; score <= 101; score++) {
            if (score == 101 || !rest(score).equals(rest(from))) {
                rows.add("| " + from + " to " + (score - 1) + " | " + rest(from));
                from = score;
            }
        }

        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches("\\| \\d+ to \\d+ \\|.*")))
                .containsExactlyElementsOf(rows);
    }

    private static String rest(int score) {
        List<PlannedAction> plan = ActionPlan.of(score, true, true, ScanPolicy.DEFAULT);
        return ThreatLevel.ofScore(score).name().toLowerCase(Locale.ROOT) + " | "
                + plan.stream()
                        .map(action -> action.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + " |";
    }
}
