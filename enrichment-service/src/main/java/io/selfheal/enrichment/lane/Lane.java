package io.selfheal.enrichment.lane;

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

/**
 * One provider's way: the most important waiting address, leave from the quota, the question, the finding. One thread
 * calls {@link #turn()}; any thread may {@link #want}. Time is an input, so a day of quota is tested in milliseconds.
 */
public final class Lane implements TurnTaker {
    private final Provider provider;
    private final LookupQueue queue;
    private final Access access;
    private final Findings findings;
    private final VerdictCache cache;
    private final LaneMetrics metrics;
    private final InstantSource time;
    private final Lifetimes lifetimes;
    private final int attempts;

    public Lane(
            Provider provider,
            EnrichmentConfig config,
            Access access,
            Findings findings,
            LaneMetrics metrics,
            InstantSource time) {
        this.provider = provider;
        this.queue = new LookupQueue(config.queue().capacity());
        this.access = access;
        this.findings = findings;
        this.cache = findings.known();
        this.metrics = metrics;
        this.time = time;
        this.lifetimes = Lifetimes.of(config.cache());
        this.attempts = config.retry().attempts();
        metrics.watch(queue, access.quota());
    }

    public String name() {
        return provider.name();
    }

    /** How it does; for health data, not for logic. */
    public LaneState state() {
        return provider.isConfigured() ? access.state() : LaneState.OFF;
    }

    public int waiting() {
        return queue.size();
    }

    @Override
    public void countEarlierQuestions() {
        Instant midnight = Quota.nextMidnight(time.instant()).minus(Duration.ofDays(1));
        access.alreadySpent(cache.askedSince(name(), midnight));
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

    @Override
    public Duration turn() throws InterruptedException {
        Instant now = time.instant();
        Duration pause = access.pause(now, provider.keyVersion());
        if (!pause.isZero()) {
            return pause;
        }
        if (!provider.isConfigured() || queue.size() == 0) {
            return Access.IDLE;
        }
        List<Lookup> batch = queue.take(provider.batch()).stream()
                .filter(lookup -> !cache.isAnswered(lookup.address(), name(), now))
                .toList();
        if (batch.isEmpty()) {
            return Duration.ZERO;
        }
        Optional<Duration> wait = access.leave();
        if (wait.isPresent()) {
            batch.forEach(this::putBack);
            return wait.get();
        }
        ask(batch);
        return Duration.ZERO;
    }

    private void ask(List<Lookup> batch) throws InterruptedException {
        Instant asked = time.instant();
        int key = provider.keyVersion();
        Reply reply = provider.ask(batch.stream().map(Lookup::address).toList());
        Instant now = time.instant();
        Duration took = Duration.between(asked, now);
        metrics.asked(reply, took);
        switch (reply) {
            case Reply.Answered(Map<IpAddress, Said> said) -> {
                access.answered(took);
                for (Lookup lookup : batch) {
                    publish(lookup.address(), said.getOrDefault(lookup.address(), Said.error("no answer for it")), now);
                }
            }
            case Reply.NoAnswer why -> {
                access.unanswered(why, key, took, now);
                for (Lookup lookup : batch) {
                    unanswered(lookup, why, now);
                }
            }
        }
    }

    private void unanswered(Lookup lookup, Reply.NoAnswer why, Instant now) throws InterruptedException {
        switch (why) {
            case Reply.Limited limited -> {
                putBack(lookup);
                publish(lookup.address(), new Said(Opinion.LIMITED, 0, limited.reason(), null), now);
            }
            case Reply.Refused refused -> {
                putBack(lookup);
                publish(lookup.address(), Said.error(refused.reason()), now);
            }
            case Reply.Failed failed -> {
                Lookup next = lookup.failedOnce();
                if (next.attempts() < attempts) {
                    putBack(next);
                } else {
                    publish(lookup.address(), Said.error(provider.name() + ": " + failed.reason()), now);
                }
            }
        }
    }

    private void publish(IpAddress address, Said said, Instant now) throws InterruptedException {
        metrics.found(said.opinion());
        findings.add(address, lifetimes.finding(name(), said, now), now);
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
