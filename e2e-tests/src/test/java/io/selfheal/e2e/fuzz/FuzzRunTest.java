package io.selfheal.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A small run with a fixed seed; {@code ./selfheal bench fuzz} makes the long one, and with the bound of 1 ms. */
class FuzzRunTest {
    private static final long SEED = 20_261_122;
    /** Code that is hardly compiled yet is many times slower than at work. */
    private static final Duration BOUND = Duration.ofMillis(20);

    @Test
    void madeUpLinesCauseNoExceptionAndKeepToTheirTime() {
        FuzzRun.Outcome outcome = new FuzzRun(SEED, BOUND).run(60_000);

        assertThat(outcome.thrown()).isEmpty();
        assertThat(outcome.slow()).isEmpty();
        assertThat(outcome.parsed()).isGreaterThan(10_000);
        assertThat(outcome.hits()).isGreaterThan(5_000);
    }
}
