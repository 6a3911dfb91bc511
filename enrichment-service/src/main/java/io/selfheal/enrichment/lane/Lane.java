package io.selfheal.enrichment.lane;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.enrichment.queue.Lookup;
import io.selfheal.enrichment.queue.LookupQueue;
import io.selfheal.enrichment.queue.LookupQueue.Offer;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.Finding.Opinion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One provider's way: the most important waiting address, leave from the quota, the question, the finding. One thread
 * calls {@link #turn()}; any thread may {@link #want}. Time is an input, so a day of quota is tested in milliseconds.
 */
public final class Lane {
    /** Longest rest: a key file that appeared is noticed after it. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Provider provider;
    private final LookupQueue queue;
    private final Quota quota;
    private final Findings findings;
    private final VerdictCache cache;
    private final LaneMetrics metrics;
    private final InstantSource time;
    private final Lifetimes lifetimes;
    private final int attempts;
    private final Pauses pauses;
    private final CircuitBreaker circuit;
    private final ProviderDown down;
    private volatile LaneState state = LaneState.WORKING;

    public Lane(
            Provider provider,
            EnrichmentConfig config,
            Quota quota,
            Findings findings,
            LaneMetrics metrics,
            InstantSource time) {
        this.provider = provider;
        this.queue = new LookupQueue(config.queue().capacity());
        this.quota = quota;
        this.findings = findings;
        this.cache = findings.known();
        this.metrics = metrics;
        this.time = time;
        this.lifetimes = Lifetimes.of(config.cache());
        this.attempts = config.retry().attempts();
        this.pauses = new Pauses(config.retry());
        this.circuit = pauses.circuit(provider.name(), time);
        this.down = new ProviderDown(provider.name());
        metrics.watch(queue, quota);
    }

    public String name() {
        return provider.name();
    }

    /** How it does; for health data, not for logic. */
    public LaneState state() {
        return provider.isConfigured() ? state : LaneState.OFF;
    }

    public int waiting() {
        return queue.size();
    }

    /** Counts the questions of today that are known from before this process began. */
    public void countEarlierQuestions() {
        Instant midnight = Quota.nextMidnight(time.instant()).minus(Duration.ofDays(1));
        quota.alreadySpent(cache.askedSince(name(), midnight));
    }

    /** Wants an address asked for, unless that is known, or asking just failed. */
    public void want(IpAddress address, int score) {
        if (!provider.isConfigured()) {
            metrics.skipped("not_configured");
        } else if (!queue.contains(address) && cache.isFresh(address, name(), time.instant())) {
            metrics.skipped("cached");
        } else {
            count(queue.offer(address, score));
        }
    }

    /** Does what can be done now, at most one question; returns how long to rest before the next turn. */
    public Duration turn() throws InterruptedException {
        Instant now = time.instant();
        Duration pause = pauses.left(now, provider.keyVersion());
        if (!pause.isZero()) {
            return pause;
        }
        if (!provider.isConfigured() || queue.size() == 0) {
            return IDLE;
        }
        List<Lookup> batch = queue.take(provider.batch()).stream()
                .filter(lookup -> !cache.isAnswered(lookup.address(), name(), now))
                .toList();
        if (batch.isEmpty()) {
            return Duration.ZERO;
        }
        Optional<Duration> wait = leave();
        if (wait.isPresent()) {
            batch.forEach(this::putBack);
            return wait.get();
        }
        ask(batch);
        return Duration.ZERO;
    }

    /** Empty: the question may be asked. */
    private Optional<Duration> leave() {
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

    private void ask(List<Lookup> batch) throws InterruptedException {
        Instant asked = time.instant();
        int key = provider.keyVersion();
        Reply reply = provider.ask(batch.stream().map(Lookup::address).toList());
        Instant now = time.instant();
        metrics.asked(reply, Duration.between(asked, now));
        switch (reply) {
            case Reply.Answered(Map<IpAddress, Said> said) -> answered(batch, said, asked, now);
            case Reply.Limited(Duration pause, String reason) -> limited(batch, pause, reason, now);
            case Reply.Refused(String reason) -> refused(batch, reason, key, now);
            case Reply.Failed(String reason) -> failed(batch, reason, asked, now);
        }
    }

    private void answered(List<Lookup> batch, Map<IpAddress, Said> said, Instant asked, Instant now)
            throws InterruptedException {
        circuit.onSuccess(Duration.between(asked, now).toNanos(), TimeUnit.NANOSECONDS);
        pauses.clear();
        down.recovered();
        state = LaneState.WORKING;
        for (Lookup lookup : batch) {
            publish(lookup.address(), said.getOrDefault(lookup.address(), Said.error("no answer for it")), now);
        }
    }

    private void limited(List<Lookup> batch, Duration pause, String reason, Instant now) throws InterruptedException {
        circuit.releasePermission();
        state = LaneState.LIMITED;
        pauses.until(now.plus(pause));
        for (Lookup lookup : batch) {
            putBack(lookup);
            publish(lookup.address(), new Said(Opinion.LIMITED, 0, reason, null), now);
        }
    }

    private void refused(List<Lookup> batch, String reason, int key, Instant now) throws InterruptedException {
        circuit.releasePermission();
        state = LaneState.REFUSED;
        pauses.refused(now, key);
        for (Lookup lookup : batch) {
            putBack(lookup);
            publish(lookup.address(), Said.error(reason), now);
        }
        alert(reason, now);
    }

    private void failed(List<Lookup> batch, String reason, Instant asked, Instant now) throws InterruptedException {
        circuit.onError(Duration.between(asked, now).toNanos(), TimeUnit.NANOSECONDS, new ProviderDown.Failure(reason));
        state = LaneState.FAILING;
        pauses.failed(now);
        for (Lookup lookup : batch) {
            Lookup next = lookup.failedOnce();
            if (next.attempts() < attempts) {
                putBack(next);
            } else {
                publish(lookup.address(), Said.error(provider.name() + ": " + reason), now);
            }
        }
        if (circuit.getState() == CircuitBreaker.State.OPEN) {
            alert(reason, now);
        }
    }

    private void publish(IpAddress address, Said said, Instant now) throws InterruptedException {
        metrics.found(said.opinion());
        findings.add(address, lifetimes.finding(name(), said, now), now);
    }

    private void alert(String reason, Instant now) throws InterruptedException {
        if (down.isNews()) {
            findings.publisher().publish(down.alert(reason, now));
        }
    }

    private void putBack(Lookup lookup) {
        Offer offer = queue.putBack(lookup);
        if (offer == Offer.DROPPED || offer == Offer.ADDED_LOWEST_DROPPED) {
            metrics.dropped();
        }
    }

    private void count(Offer offer) {
        switch (offer) {
            case ADDED -> metrics.queued();
            case ALREADY_WAITS -> {}
            case ADDED_LOWEST_DROPPED -> {
                metrics.queued();
                metrics.dropped();
            }
            case DROPPED -> metrics.dropped();
        }
    }
}
