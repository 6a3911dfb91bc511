package io.selfheal.notifier.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisWatchTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    private final AnalysisWatch watch = new AnalysisWatch(Duration.ofMinutes(5));
    private final List<Alert> told = new ArrayList<>();
    private Instant now = NOON;

    /** Looks at it so many times, every half minute. */
    private List<String> look(Progress progress, int times) {
        told.clear();
        for (int i = 0; i < times; i++) {
            watch.look(progress, now).ifPresent(told::add);
            now = now.plus(HALF_MINUTE);
        }
        return told.stream().map(Alert::kind).toList();
    }

    @Test
    void eventsThatWaitWithoutOneBeingTakenAreToldOnceAndOnceMoreWhenItGoesOn() {
        assertThat(look(new Progress.Seen(7, 100), 11)).isEmpty();
        assertThat(look(new Progress.Seen(9, 100), 100)).containsExactly("analysis-stands");
        assertThat(told.getFirst().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(told.getFirst().title()).isEqualTo("No event has been judged for 5 minutes");
        assertThat(told.getFirst().description()).startsWith("9 events wait for the analyzer, which takes none");

        assertThat(look(new Progress.Seen(5000, 101), 1)).containsExactly("analysis-back");
        assertThat(look(new Progress.Seen(5000, 101), 20)).containsExactly("analysis-stands");
    }

    @Test
    void aBacklogThatIsWorkedOffAndAQuietFleetAreNoTrouble() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(new Progress.Seen(1_000_000, i), 1)).isEmpty();
        }
        assertThat(look(new Progress.Seen(0, 100), 100)).isEmpty();
    }

    @Test
    void kafkaThatDoesNotAnswerIsToldAndSaysNothingOfTheAnalyzer() {
        assertThat(look(new Progress.Seen(3, 5), 6)).isEmpty();
        assertThat(look(new Progress.Away("no answer within 15 s"), 100)).containsExactly("kafka-away");
        assertThat(told.getFirst().description()).contains("no answer within 15 s");

        assertThat(look(new Progress.Seen(3, 5), 1)).containsExactly("kafka-back");
        assertThat(look(new Progress.Seen(3, 5), 10))
                .as("it has the whole time again")
                .isEmpty();
        assertThat(look(new Progress.Seen(3, 5), 2)).containsExactly("analysis-stands");
    }

    @Test
    void aShortAbsenceIsNotTold() {
        for (int i = 0; i < 10; i++) {
            assertThat(look(new Progress.Away("refused"), 9)).isEmpty();
            assertThat(look(new Progress.Seen(0, 5), 1)).isEmpty();
        }
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitForIt() {
        assertThat(look(new Progress.Away("refused"), 3)).isEmpty();
        now = NOON.minus(Duration.ofDays(365));
        assertThat(look(new Progress.Away("refused"), 12)).containsExactly("kafka-away");
    }

    @Test
    void whereNothingCanBeSeenNothingIsTold() {
        assertThat(look(new Progress.Denied("not authorized"), 100)).isEmpty();
    }
}
