package io.selfheal.enrichment.quota;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How often a provider may be asked: a pace, and optionally a number a day that starts anew at 00:00 UTC. The pace
 * saves nothing up (a bucket of one token), so that no sliding minute ever holds more than it allows. Token buckets by
 * Bucket4j.
 */
public final class Quota {
    private final Bucket pace;
    private final @Nullable Bucket day;

    private Quota(Bucket pace, @Nullable Bucket day) {
        this.pace = pace;
        this.day = day;
    }

    /** One question each {@code spacing}, without a daily bound. */
    public static Quota spaced(Duration spacing, InstantSource time) {
        return new Quota(paced(spacing, new Meter(time)), null);
    }

    /** So many a minute and so many a day (00:00 to 24:00 UTC). */
    public static Quota perMinuteAndDay(int perMinute, int perDay, InstantSource time) {
        Meter meter = new Meter(time);
        Instant midnight = nextMidnight(time.instant());
        Bandwidth daily = Bandwidth.builder()
                .capacity(perDay)
                .refillIntervallyAligned(perDay, Duration.ofDays(1), midnight)
                .build();
        Bucket day =
                Bucket.builder().withCustomTimePrecision(meter).addLimit(daily).build();
        return new Quota(paced(Duration.ofMinutes(1).dividedBy(perMinute), meter), day);
    }

    /** Takes leave to ask once. Zero: granted. Otherwise nothing was taken, and it may be granted after this time. */
    public Duration take() {
        if (day != null) {
            ConsumptionProbe today = day.tryConsumeAndReturnRemaining(1);
            if (!today.isConsumed()) {
                return Duration.ofNanos(today.getNanosToWaitForRefill());
            }
        }
        ConsumptionProbe now = pace.tryConsumeAndReturnRemaining(1);
        if (!now.isConsumed() && day != null) {
            day.addTokens(1);
        }
        return Duration.ofNanos(now.getNanosToWaitForRefill());
    }

    /** Counts questions of today that were asked before this process began. */
    public void alreadySpent(int questions) {
        if (day != null && questions > 0) {
            day.tryConsumeAsMuchAsPossible(questions);
        }
    }

    /** Questions left today; -1 when there is no daily bound. */
    public long leftToday() {
        return day == null ? -1 : day.getAvailableTokens();
    }

    /** The next 00:00 UTC after a moment. */
    public static Instant nextMidnight(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }

    private static Bucket paced(Duration spacing, TimeMeter meter) {
        Bandwidth one = Bandwidth.builder().capacity(1).refillGreedy(1, spacing).build();
        return Bucket.builder().withCustomTimePrecision(meter).addLimit(one).build();
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
