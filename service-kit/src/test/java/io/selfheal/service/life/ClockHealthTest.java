package io.selfheal.service.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ClockHealthTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final ClockHealth health = new ClockHealth(() -> now);

    private Status after(Duration step) {
        now = now.plus(step);
        return health.call().getStatus();
    }

    @Test
    void aClockThatGoesOnOrIsSetRightIsNoReason() {
        assertThat(after(Duration.ZERO)).isEqualTo(Status.UP);
        assertThat(after(Duration.ofDays(400))).isEqualTo(Status.UP);
        assertThat(after(Duration.ofMinutes(-1))).isEqualTo(Status.UP);
        assertThat(after(Duration.ofSeconds(30))).isEqualTo(Status.UP);
    }

    @Test
    void oneThatIsSetBackIsUntilItIsThereAgain() {
        assertThat(after(Duration.ofSeconds(-61))).isEqualTo(Status.DOWN);
        assertThat(after(Duration.ofHours(-2))).isEqualTo(Status.DOWN);
        assertThat(health.call().getData().orElseThrow()).containsEntry("seconds-behind", 7261L);
        assertThat(after(Duration.ofHours(1))).isEqualTo(Status.DOWN);
        assertThat(after(Duration.ofHours(1))).isEqualTo(Status.DOWN);
        assertThat(after(Duration.ofSeconds(2))).isEqualTo(Status.UP);
    }
}
