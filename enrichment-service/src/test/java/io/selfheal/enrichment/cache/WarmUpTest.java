package io.selfheal.enrichment.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.SteppedTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final SteppedTime time = new SteppedTime("2026-11-21T10:00:00Z");
    private final WarmUp warmUp = new WarmUp(Duration.ofSeconds(30), time);

    @Test
    void endsWhenEveryPartitionWasReadToItsEnd() {
        warmUp.readUntil(Map.of(0, 0L, 1, 0L, 2, 7L), Map.of(0, 3L, 1, 1L, 2, 7L));

        warmUp.saw(0, 2);
        assertThat(warmUp.isDone()).isFalse();
        warmUp.saw(1, 0);

        assertThat(warmUp.isDone()).isTrue();
    }

    @Test
    void endsAtItsTimeLimitWhateverWasRead() {
        assertThat(warmUp.isDone()).isFalse();

        time.pass(Duration.ofSeconds(30));

        assertThat(warmUp.isDone()).isTrue();
    }

    @Test
    void aLaterRebalanceDoesNotBeginItAnew() {
        warmUp.readUntil(Map.of(0, 0L), Map.of(0, 0L));

        warmUp.readUntil(Map.of(0, 0L), Map.of(0, 9L));

        assertThat(warmUp.isDone()).isTrue();
    }
}
