package io.selfheal.notifier.lane;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Token buckets (Bucket4j) that keep within a channel's own limits. */
public final class RateLimit {
    private RateLimit() {}

    /**
     * One request each {@code spacing} and {@code perMinute} in any minute: half of them may come at once, the other
     * half trickles in, so that no sliding minute holds more.
     */
    public static Bucket of(Duration spacing, int perMinute, InstantSource time) {
        int half = perMinute / 2;
        return Bucket.builder()
                .withCustomTimePrecision(new Meter(time))
                .addLimit(
                        Bandwidth.builder().capacity(1).refillGreedy(1, spacing).build())
                .addLimit(Bandwidth.builder()
                        .capacity(half)
                        .refillGreedy(half, Duration.ofMinutes(1))
                        .build())
                .build();
    }

    private record Meter(InstantSource time) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = time.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
