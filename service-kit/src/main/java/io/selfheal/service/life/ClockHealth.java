package io.selfheal.service.life;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down while the clock is behind a time that it showed before, as after a boot whose hardware clock was ahead. Kafka's
 * clients take every pause from that clock: what was begun before it was set back waits until it is there again, and a
 * group takes the member for gone meanwhile. A process that is started anew has no such past.
 */
@Liveness
@ApplicationScoped
public class ClockHealth implements HealthCheck {
    /** Clocks are set right by less every day. */
    private static final Duration NOTEWORTHY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant latest;

    @Inject
    ClockHealth() {
        this(InstantSource.system());
    }

    ClockHealth(InstantSource clock) {
        this.clock = clock;
        this.latest = clock.instant();
    }

    @Override
    public synchronized HealthCheckResponse call() {
        Instant now = clock.instant();
        if (now.isAfter(latest)) {
            latest = now;
        }
        Duration behind = Duration.between(now, latest);
        return HealthCheckResponse.named("clock")
                .status(behind.compareTo(NOTEWORTHY) <= 0)
                .withData("seconds-behind", behind.toSeconds())
                .build();
    }
}
