package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.policy.PolicySnapshot;
import java.time.Instant;

/**
 * By which time and policy an input is judged.
 *
 * @param time event time
 * @param arrival when it reached the analyzer
 * @param policy what holds now
 */
record Moment(Instant time, Instant arrival, PolicySnapshot policy) {
    int second() {
        return second(time);
    }

    /** Event time in whole seconds, kept within the years that profiles can count: 1970 to 2038. */
    static int second(Instant time) {
        return (int) Math.clamp(time.getEpochSecond(), 1L, Integer.MAX_VALUE);
    }
}
