package io.selfheal.responder.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Schedule NIGHTLY = Schedule.parse("0 2 * * *");

    @Test
    void isDueOnceATimeHasComeSinceTheLastRun() {
        Instant afterTwo = Instant.parse("2026-11-26T01:00:30Z");

        assertThat(NIGHTLY.isDue(last("2026-11-25T01:00:10Z"), afterTwo, BERLIN))
                .isTrue();
        assertThat(NIGHTLY.isDue(last("2026-11-26T01:00:10Z"), afterTwo, BERLIN))
                .isFalse();
        assertThat(NIGHTLY.isDue(last("2026-11-25T01:00:10Z"), Instant.parse("2026-11-26T00:59:00Z"), BERLIN))
                .isFalse();
    }

    @Test
    void whatWasMissedWhileTheMachineWasOffCountsOnce() {
        Instant morning = Instant.parse("2026-11-26T08:00:00Z");

        assertThat(NIGHTLY.isDue(last("2026-11-20T01:00:10Z"), morning, BERLIN)).isTrue();
        assertThat(NIGHTLY.isDue(Optional.of(morning), morning.plusSeconds(60), BERLIN))
                .isFalse();
    }

    @Test
    void whatRanWhileTheClockWasWrongIsDueAndDoesNotWaitForThatDay() {
        Instant now = Instant.parse("2026-11-26T08:00:00Z");

        assertThat(NIGHTLY.isDue(last("2035-01-01T01:00:10Z"), now, BERLIN)).isTrue();
        assertThat(NIGHTLY.isDue(Optional.of(now.plusSeconds(60)), now, BERLIN)).isFalse();
    }

    @Test
    void whatNeverRanIsDue() {
        assertThat(NIGHTLY.isDue(Optional.empty(), Instant.parse("2026-11-26T12:00:00Z"), BERLIN))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "0 25 * * *", "0 2 * *", "* * * * * *", "61 * * * *"})
    void refusesWhatIsNoSchedule(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: minute hour");
    }

    private static Optional<Instant> last(String text) {
        return Optional.of(Instant.parse(text));
    }
}
