package io.selfheal.enrichment.lane;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.selfheal.enrichment.config.EnrichmentConfig.RetryConfig;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.quota.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a provider may be asked now, and what its replies mean for the next question: quota, pauses, circuit, and the
 * alert that it is down. A provider has one, whatever it is asked about; only its thread asks.
 */
public final class Access {
    /** Longest rest: a key file that appeared is noticed after it. */
    public static final Duration IDLE = Duration.ofSeconds(5);

    private final Quota quota;
    private final Publisher publisher;
    private final Pauses pauses;
    private final CircuitBreaker circuit;
    private final ProviderDown down;
    private volatile LaneState state = LaneState.WORKING;

    public Access(String provider, RetryConfig config, Quota quota, Publisher publisher, InstantSource time) {
        this.quota = quota;
        this.publisher = publisher;
        this.pauses = new Pauses(config);
        this.circuit = pauses.circuit(provider, time);
        this.down = new ProviderDown(provider);
    }

    Quota quota() {
        return quota;
    }

    LaneState state() {
        return state;
    }

    /** Counts questions that were asked before this process began. */
    public void alreadySpent(int questions) {
        quota.alreadySpent(questions);
    }

    /** Time left of a pause; zero: go on. A changed key ends a pause that a refused key began. */
    public Duration pause(Instant now, int keyVersion) {
        return pauses.left(now, keyVersion);
    }

    /** Empty: one question may be asked, and what was heard must be told here. Otherwise how long to rest. */
    public Optional<Duration> leave() {
        if (!circuit.tryAcquirePermission()) {
            state = LaneState.FAILING;
            return Optional.of(Duration.ofSeconds(1));
        }
        Duration wait = quota.take();
        if (wait.isZero()) {
            return Optional.empty();
        }
        circuit.releasePermission();
        return Optional.of(wait.compareTo(IDLE) > 0 ? IDLE : wait);
    }

    /** The provider answered. */
    public void answered(Duration took) {
        circuit.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        pauses.clear();
        down.recovered();
        state = LaneState.WORKING;
    }

    /**
     * The provider did not answer.
     *
     * @param keyVersion of the key that the question was asked with
     */
    public void unanswered(Reply.NoAnswer why, int keyVersion, Duration took, Instant now) throws InterruptedException {
        switch (why) {
            case Reply.Limited(Duration pause, String reason) -> {
                circuit.releasePermission();
                state = LaneState.LIMITED;
                pauses.until(now.plus(pause));
            }
            case Reply.Refused(String reason) -> {
                circuit.releasePermission();
                state = LaneState.REFUSED;
                pauses.refused(now, keyVersion);
                alert(reason, now);
            }
            case Reply.Failed(String reason) -> {
                circuit.onError(took.toNanos(), TimeUnit.NANOSECONDS, new ProviderDown.Failure(reason));
                state = LaneState.FAILING;
                pauses.failed(now);
                if (circuit.getState() == CircuitBreaker.State.OPEN) {
                    alert(reason, now);
                }
            }
        }
    }

    private void alert(String reason, Instant now) throws InterruptedException {
        if (down.isNews()) {
            publisher.publish(down.alert(reason, now));
        }
    }
}
