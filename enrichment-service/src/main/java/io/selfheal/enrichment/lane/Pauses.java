package io.selfheal.enrichment.lane;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.selfheal.enrichment.config.EnrichmentConfig.RetryConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** When a lane may go on after a limit, a refusal or a failure: exponential back-off with jitter by resilience4j. */
final class Pauses {
    private static final double JITTER = 0.3;
    private static final int NO_KEY = -1;

    private final RetryConfig config;
    private final IntervalFunction backOff;
    private Instant until = Instant.MIN;
    private int refusedKey = NO_KEY;
    private int failures;

    Pauses(RetryConfig config) {
        this.config = config;
        this.backOff =
                IntervalFunction.ofExponentialRandomBackoff(config.firstPause(), 2.0, JITTER, config.longestPause());
    }

    /** Time left; zero: go on. A refusal ends as soon as the key is another one. */
    Duration left(Instant now, int keyVersion) {
        if (refusedKey != NO_KEY && refusedKey != keyVersion) {
            clear();
        }
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    void clear() {
        until = Instant.MIN;
        refusedKey = NO_KEY;
        failures = 0;
    }

    void until(Instant moment) {
        until = moment;
        failures = 0;
    }

    void refused(Instant now, int keyVersion) {
        until = now.plus(config.refusedPause());
        refusedKey = keyVersion;
    }

    void failed(Instant now) {
        failures = Math.min(failures + 1, 30);
        until = now.plusMillis(backOff.apply(failures));
    }

    CircuitBreaker circuit(String name, InstantSource time) {
        CircuitBreakerConfig circuit = CircuitBreakerConfig.custom()
                .slidingWindow(
                        config.circuitFailures(),
                        config.circuitFailures(),
                        CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .waitDurationInOpenState(config.circuitPause())
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(time.withZone(ZoneOffset.UTC))
                .build();
        return CircuitBreaker.of(name, circuit);
    }
}
