package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now = -5;
    private final RateLimit limit = new RateLimit(10, () -> now);

    @Test
    void givesTwoSecondsWorthAtOnceAndThenItsRate() {
        assertThat(takenNow()).isEqualTo(20);
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(takenNow()).isEqualTo(10);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(takenNow()).isEqualTo(20);
    }

    @Test
    void waitsForWhatWasTakenBeyondIt() {
        limit.take(50);
        assertThat(limit.nanosUntilOne()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(3100));
        now += TimeUnit.MILLISECONDS.toNanos(3100);
        assertThat(limit.nanosUntilOne()).isZero();
        assertThat(takenNow()).isEqualTo(1);
    }

    private int takenNow() {
        int taken = 0;
        while (limit.tryTake()) {
            taken++;
        }
        return taken;
    }
}
