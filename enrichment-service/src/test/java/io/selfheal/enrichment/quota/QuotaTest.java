package io.selfheal.enrichment.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.SteppedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private final SteppedTime time = new SteppedTime("2026-11-21T10:00:00Z");

    @Test
    void neverGrantsMoreThanFourInAnyMinute() {
        Quota quota = Quota.perMinuteAndDay(4, 500, time);
        List<Instant> granted = new ArrayList<>();

        for (int second = 0; second < 600; second++) {
            if (quota.take().isZero()) {
                granted.add(time.instant());
            }
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(granted).hasSizeBetween(39, 40);
        for (Instant start : granted) {
            assertThat(granted)
                    .filteredOn(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(60)))
                    .hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void grantsNoMoreThanTheDayHoldsUntilMidnightUtc() {
        Quota quota = Quota.perMinuteAndDay(60, 5, time);
        int granted = 0;

        for (int second = 0; second < 100; second++) {
            granted += quota.take().isZero() ? 1 : 0;
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(granted).isEqualTo(5);
        Duration wait = quota.take();
        assertThat(time.instant().plus(wait)).isEqualTo("2026-11-22T00:00:00Z");
        time.pass(wait);
        assertThat(quota.take()).isZero();
    }

    @Test
    void countsWhatWasAskedBeforeTheProcessBegan() {
        Quota quota = Quota.perMinuteAndDay(4, 500, time);

        quota.alreadySpent(499);

        assertThat(quota.leftToday()).isEqualTo(1);
        assertThat(quota.take()).isZero();
        time.pass(Duration.ofMinutes(5));
        assertThat(quota.take()).isPositive();
    }

    @Test
    void takesNothingFromTheDayWhenThePaceRefuses() {
        Quota quota = Quota.perMinuteAndDay(4, 500, time);
        quota.take();

        quota.take();

        assertThat(quota.leftToday()).isEqualTo(499);
    }

    @Test
    void spacesBatchesWithoutADailyBound() {
        Quota quota = Quota.spaced(Duration.ofSeconds(9), time);
        quota.take();

        assertThat(quota.take()).isEqualTo(Duration.ofSeconds(9));
        assertThat(quota.leftToday()).isEqualTo(-1);
    }
}
