package io.selfheal.schemas.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** 2026-03-02 is a Monday; Berlin is an hour ahead in winter, two in summer. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-02T18:59:59Z, false",
        "2026-03-02T19:00:00Z, true",
        "2026-03-03T05:29:59Z, true",
        "2026-03-03T05:30:00Z, false",
        "2026-07-06T18:00:00Z, true",
        "2026-07-06T17:59:59Z, false",
        "2026-03-07T12:00:00Z, true"
    })
    void aNightLastsToTheNextMorningByTheClockOfItsZone(String time, boolean off) {
        OffHours hours = new OffHours(1.5, LocalTime.of(20, 0), LocalTime.of(6, 30), true, BERLIN);

        assertThat(hours.holdsAt(Instant.parse(time))).isEqualTo(off);
    }

    @Test
    void withoutAFactorNoHourDiffers() {
        OffHours none = new OffHours(1, LocalTime.of(0, 0), LocalTime.of(23, 59), true, BERLIN);

        assertThat(none.holdsAt(Instant.parse("2026-03-07T12:00:00Z"))).isFalse();
        assertThat(OffHours.NONE.holdsAt(Instant.EPOCH)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.9", "2.1", "NaN"})
    void theFactorIsBounded(double factor) {
        assertThatThrownBy(() -> new OffHours(factor, LocalTime.MIN, LocalTime.NOON, false, BERLIN))
                .hasMessageContaining("allowed: 1 to 2");
    }
}
