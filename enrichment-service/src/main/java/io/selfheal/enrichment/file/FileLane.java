package io.selfheal.enrichment.file;

import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.enrichment.lane.Access;
import io.selfheal.enrichment.lane.LaneMetrics;
import io.selfheal.enrichment.lane.Lifetimes;
import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.enrichment.lane.TurnTaker;
import io.selfheal.enrichment.provider.FileProvider;
import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A provider's way for files: the one that waits longest, what is known of its hash, leave from the quota that addresses
 * share, the question, the verdict, and the alert if people have not heard of it. One thread calls {@link #turn()}; any
 * thread may {@link #want}. A file that waits for quota or a working key stays first; one whose question failed too often
 * ends as "could not be asked". The alert goes out before the record of it: after a crash in between it is told twice.
 */
public final class FileLane implements TurnTaker {
    private final FileProvider provider;
    private final Access access;
    private final Quota share;
    private final FileMemory memory;
    private final Publisher publisher;
    private final LaneMetrics metrics;
    private final InstantSource time;
    private final Lifetimes lifetimes;
    private final int attempts;
    private final int capacity;

    /** Each file with the questions about it that failed. */
    private final Map<FileQuestion, Integer> waiting = new LinkedHashMap<>();

    /**
     * @param access what addresses share
     * @param share how many of the questions a day may be about files
     */
    public FileLane(
            FileProvider provider,
            EnrichmentConfig config,
            Access access,
            Quota share,
            FileMemory memory,
            Publisher publisher,
            LaneMetrics metrics,
            InstantSource time) {
        this.provider = provider;
        this.access = access;
        this.share = share;
        this.memory = memory;
        this.publisher = publisher;
        this.metrics = metrics;
        this.time = time;
        this.lifetimes = Lifetimes.of(config.cache());
        this.attempts = config.retry().attempts();
        this.capacity = config.queue().capacity();
    }

    @Override
    public void countEarlierQuestions() {
        Instant midnight = Quota.nextMidnight(time.instant()).minus(Duration.ofDays(1));
        int asked = memory.askedSince(midnight);
        access.alreadySpent(asked);
        share.alreadySpent(asked);
    }

    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Wants a file asked about. A restart and a rebalance bring the outcomes of the look-back again. */
    public void want(FileQuestion question) {
        if (!provider.isConfigured()) {
            metrics.file("not_configured");
            return;
        }
        synchronized (waiting) {
            if (!waiting.containsKey(question)) {
                boolean room = waiting.size() < capacity;
                metrics.file(room ? "added" : "dropped");
                if (room) {
                    waiting.put(question, 0);
                }
            }
        }
    }

    @Override
    public Duration turn() throws InterruptedException {
        Optional<FileQuestion> next = first();
        if (next.isEmpty() || !provider.isConfigured()) {
            return Access.IDLE;
        }
        FileQuestion question = next.get();
        Instant now = time.instant();
        Optional<FileVerdict> known = memory.answer(question, now);
        if (known.isPresent()) {
            tell(question, known.get(), now);
            return Duration.ZERO;
        }
        if (share.leftToday() == 0) {
            return Access.IDLE;
        }
        Duration pause = access.pause(now, provider.keyVersion());
        if (!pause.isZero()) {
            return pause;
        }
        Optional<Duration> wait = access.leave();
        if (wait.isPresent()) {
            return wait.get();
        }
        share.alreadySpent(1);
        ask(question);
        return Duration.ZERO;
    }

    private Optional<FileQuestion> first() {
        synchronized (waiting) {
            return waiting.keySet().stream().findFirst();
        }
    }

    private void ask(FileQuestion question) throws InterruptedException {
        Instant asked = time.instant();
        int key = provider.keyVersion();
        FileReply reply = provider.askFile(question.sha256());
        Instant now = time.instant();
        Duration took = Duration.between(asked, now);
        metrics.asked(reply, took);
        switch (reply) {
            case FileReply.Answered(Said said, String threat) -> {
                access.answered(took);
                publish(question, said, threat, now);
            }
            case Reply.NoAnswer why -> {
                access.unanswered(why, key, took, now);
                if (why instanceof Reply.Failed && isLastFailure(question)) {
                    publish(question, Said.error(provider.name() + ": " + why.reason()), "", now);
                }
            }
        }
    }

    private boolean isLastFailure(FileQuestion question) {
        synchronized (waiting) {
            return waiting.merge(question, 1, Integer::sum) >= attempts;
        }
    }

    private void publish(FileQuestion question, Said said, String threat, Instant now) throws InterruptedException {
        Finding finding = lifetimes.finding(provider.name(), said, now);
        metrics.found(said.opinion());
        Map<String, Instant> told = memory.of(question.sha256())
                .filter(before -> before.finding().opinion() == said.opinion())
                .map(FileVerdict::told)
                .orElse(Map.of());
        FileVerdict verdict = new FileVerdict(question.sha256(), now, finding, threat, told);
        if (!tell(question, verdict, now)) {
            keep(verdict);
        }
    }

    /** @return whether it was news, and is kept as told */
    private boolean tell(FileQuestion question, FileVerdict verdict, Instant now) throws InterruptedException {
        boolean news = verdict.isNewsOn(question.host(), question.time());
        if (news) {
            publisher.publish(FileAlerts.of(question, verdict, now));
            keep(verdict.toldOn(question.host(), now));
        }
        synchronized (waiting) {
            waiting.remove(question);
        }
        return news;
    }

    private void keep(FileVerdict verdict) throws InterruptedException {
        memory.learn(verdict);
        publisher.publish(verdict);
    }
}
