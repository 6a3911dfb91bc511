package io.selfheal.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceMeterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    @Test
    void aLineThatComesAgainCountsOnce() {
        SourceMeter meter = new SourceMeter();
        meter.line(NOW, true, true);
        meter.line(NOW, true, false);

        meter.takeBack();
        meter.line(NOW, true, false);

        assertThat(meter.lines()).isEqualTo(2);
        assertThat(meter.cutLines()).isEqualTo(2);
        assertThat(meter.undecodableLines()).isEqualTo(1);
    }
}
