package io.selfheal.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SetBackTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SetBack clock = new SetBack();

    @Test
    void anHourBackIsToldOnce() {
        assertThat(clock.is(NOON)).isFalse();
        assertThat(clock.is(NOON.plusSeconds(1))).isFalse();
        assertThat(clock.is(NOON.minusSeconds(3600))).isTrue();
        assertThat(clock.is(NOON.minusSeconds(3599))).isFalse();
        assertThat(clock.is(NOON.minusSeconds(7200))).isTrue();
    }

    @Test
    void aClockThatIsSetRightByAMinuteOrForwardIsNotSetBack() {
        assertThat(clock.is(NOON)).isFalse();
        assertThat(clock.is(NOON.minusSeconds(60))).isFalse();
        assertThat(clock.is(NOON.plusSeconds(86_400))).isFalse();
    }
}
