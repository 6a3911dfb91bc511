package io.selfheal.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Due due = new Due();

    @BeforeEach
    void isDueToBeginWith() {
        assertThat(due.is(NOW)).isTrue();
        assertThat(due.left(NOW)).isZero();
        due.in(MINUTE, NOW);
    }

    @Test
    void waitsForItsTimeAndNoLonger() {
        assertThat(due.is(NOW)).isFalse();
        assertThat(due.left(NOW.plusSeconds(20))).hasSeconds(40);
        assertThat(due.is(NOW.plusSeconds(59))).isFalse();
        assertThat(due.is(NOW.plusSeconds(60))).isTrue();
        assertThat(due.left(NOW.plusSeconds(90))).isZero();
    }

    @Test
    void aClockThatIsSetBackMakesItDueAndTheNextWaitIsByThatClock() {
        Instant yearAgo = NOW.minus(Duration.ofDays(365));

        assertThat(due.is(yearAgo)).isTrue();
        assertThat(due.left(yearAgo)).isZero();

        due.in(MINUTE, yearAgo);
        assertThat(due.is(yearAgo.plusSeconds(59))).isFalse();
        assertThat(due.is(yearAgo.plusSeconds(60))).isTrue();
    }

    @Test
    void canBeAskedForAtOnce() {
        due.now();

        assertThat(due.is(NOW)).isTrue();
        assertThat(due.left(NOW)).isZero();
    }
}
