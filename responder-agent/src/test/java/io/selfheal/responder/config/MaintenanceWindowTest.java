package io.selfheal.responder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceWindowTest {
    /** Saturdays from 22 to 2. */
    private static final MaintenanceWindow SATURDAY =
            new MaintenanceWindow("kernel", Schedule.parse("0 22 * * 6"), Duration.ofHours(4), Duration.ofHours(24));

    private static final MaintenanceWindow NEVER =
            new MaintenanceWindow("never", Schedule.parse("0 0 30 2 *"), Duration.ofHours(4), Duration.ofHours(24));

    private static Instant at(String text) {
        return Instant.parse(text + ":00Z");
    }

    private static boolean asks(String lastLook, String now) {
        return SATURDAY.asksForALook(Optional.of(at(lastLook)), at(now), ZoneOffset.UTC);
    }

    private static String first(String now) {
        return MaintenanceWindow.first(List.of(NEVER, SATURDAY), at(now), ZoneOffset.UTC)
                .map(coming -> coming.begins() + (coming.isOpen(at(now)) ? " open" : ""))
                .orElse("none");
    }

    @Test
    void theOpenOneIsKnownUntilItEndsThenTheNext() {
        assertThat(first("2026-11-26T12:00")).isEqualTo("2026-11-28T22:00:00Z");
        assertThat(first("2026-11-28T22:00")).isEqualTo("2026-11-28T22:00:00Z open");
        assertThat(first("2026-11-29T01:59")).isEqualTo("2026-11-28T22:00:00Z open");
        assertThat(first("2026-11-29T02:00")).isEqualTo("2026-12-05T22:00:00Z");
        assertThat(MaintenanceWindow.first(List.of(NEVER), at("2026-11-26T12:00"), ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void itIsOfTheNodesZone() {
        assertThat(MaintenanceWindow.first(List.of(SATURDAY), at("2026-11-26T12:00"), ZoneId.of("Europe/Berlin")))
                .get()
                .extracting(MaintenanceWindow.Coming::begins)
                .isEqualTo(at("2026-11-28T21:00"));
    }

    @Test
    void aLookIsAskedForOnceBeforeIt() {
        assertThat(asks("2026-11-27T06:30", "2026-11-27T21:59")).isFalse();
        assertThat(asks("2026-11-27T06:30", "2026-11-27T22:00")).isTrue();
        assertThat(asks("2026-11-27T22:00", "2026-11-28T21:00")).isFalse();
        assertThat(asks("2026-11-27T06:30", "2026-11-28T21:59")).isTrue();
        assertThat(asks("2026-11-27T06:30", "2026-11-28T22:00")).isFalse();
        assertThat(asks("2027-11-27T06:30", "2026-11-28T21:00"))
                .as("by a clock that was ahead")
                .isTrue();
        assertThat(NEVER.asksForALook(Optional.empty(), at("2026-11-28T21:00"), ZoneOffset.UTC))
                .isFalse();
    }

    @Test
    void whatIsNoWindowIsRefused() {
        assertThatThrownBy(() ->
                        new MaintenanceWindow("Kernel", SATURDAY.when(), SATURDAY.duration(), SATURDAY.checksBefore()))
                .hasMessageContaining("name");
        assertThatThrownBy(() ->
                        new MaintenanceWindow("kernel", SATURDAY.when(), Duration.ofDays(8), SATURDAY.checksBefore()))
                .hasMessageContaining("duration");
        assertThatThrownBy(() ->
                        new MaintenanceWindow("kernel", SATURDAY.when(), SATURDAY.duration(), Duration.ofMinutes(1)))
                .hasMessageContaining("checks-before");
    }
}
