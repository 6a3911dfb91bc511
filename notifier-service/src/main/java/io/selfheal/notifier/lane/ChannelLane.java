package io.selfheal.notifier.lane;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.resilience4j.core.IntervalFunction;
import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.notifier.message.Composer;
import io.selfheal.notifier.message.Letter;
import io.selfheal.schemas.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One channel's way: a new incident is told at once, the worst first; what follows edits its message, at most every so
 * often; rate limits and the other side's wishes are kept; failures are tried again for a bounded number of times. One
 * thread calls {@link #turn()}, any may {@link #tell}. Bounded by the alerts that may wait at once (the caller's
 * bound) and by the incidents that are open.
 */
public final class ChannelLane {
    private static final Logger LOG = Logger.getLogger(ChannelLane.class);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final double JITTER = 0.3;

    private final Channel channel;
    private final InstantSource time;
    private final Bucket bucket;
    private final Duration editInterval;
    private final int attempts;
    private final int capacity;
    private final IntervalFunction backOff;
    private final LaneMetrics metrics;
    private final Map<Long, Posting> postings = new LinkedHashMap<>(64, 0.75f, true);
    private Instant pausedUntil = Instant.MIN;
    private int failuresInARow;
    private String trouble = "";

    public ChannelLane(Channel channel, NotifierConfig config, Bucket bucket, LaneMetrics metrics, InstantSource time) {
        this.channel = channel;
        this.time = time;
        this.bucket = bucket;
        this.metrics = metrics;
        this.editInterval = config.editInterval();
        this.attempts = config.retry().attempts();
        this.capacity = config.session().open() + config.pending();
        this.backOff = IntervalFunction.ofExponentialRandomBackoff(
                config.retry().firstPause(), 2.0, JITTER, config.retry().longestPause());
    }

    public String name() {
        return channel.name();
    }

    /** Whether the incident should be told here; a digest is, since a node that has none to send has it off. */
    public boolean wants(IncidentView incident) {
        return channel.isConfigured()
                && (incident.severity().compareTo(channel.minSeverity()) >= 0
                        || incident.kinds().contains(Alert.DAILY_DIGEST));
    }

    /** Off, working, or what the trouble is; for health data. */
    public synchronized String state() {
        return !channel.isConfigured() ? "off" : trouble.isEmpty() ? "working" : "degraded: " + trouble;
    }

    /** Tells an incident, or what is new of it. */
    public synchronized void tell(IncidentView incident, Receipt receipt) {
        postings.computeIfAbsent(incident.id(), id -> new Posting(incident)).update(incident, receipt);
        if (postings.size() > capacity) {
            forgetSilentOne();
        }
    }

    /** Does what can be done now, at most one request; returns how long to rest before the next turn. */
    public Duration turn() throws InterruptedException {
        Posting posting;
        Posting.Job job;
        synchronized (this) {
            Instant now = time.instant();
            if (now.isBefore(pausedUntil)) {
                return Duration.between(now, pausedUntil);
            }
            Optional<Posting> due = due(now);
            if (due.isEmpty()) {
                return untilNextEdit(now);
            }
            ConsumptionProbe leave = bucket.tryConsumeAndReturnRemaining(1);
            if (!leave.isConsumed()) {
                return Duration.ofNanos(leave.getNanosToWaitForRefill());
            }
            posting = due.get();
            job = posting.begin();
        }
        Delivery delivery = deliver(job);
        metrics.delivered(delivery, job.isNew());
        settle(posting, job, delivery);
        return Duration.ZERO;
    }

    private Delivery deliver(Posting.Job job) throws InterruptedException {
        try {
            Letter letter = Composer.compose(job.view());
            String messageId = job.messageId();
            return messageId == null ? channel.send(letter) : channel.edit(messageId, letter);
        } catch (RuntimeException e) {
            LOG.errorf(e, "delivery failed unexpectedly channel=%s", name());
            return new Delivery.Failed("unexpected " + e.getClass().getSimpleName());
        }
    }

    private Optional<Posting> due(Instant now) {
        Optional<Posting> fresh = postings.values().stream()
                .filter(Posting::needsNewMessage)
                .max(Comparator.comparing((Posting posting) -> posting.view().severity())
                        .thenComparingLong(posting -> -posting.view().id()));
        if (fresh.isPresent()) {
            return fresh;
        }
        return postings.values().stream()
                .filter(posting -> posting.isDirty() && !editDue(posting).isAfter(now))
                .min(Comparator.comparing(Posting::toldAt));
    }

    private Duration untilNextEdit(Instant now) {
        return postings.values().stream()
                .filter(Posting::isDirty)
                .map(posting -> Duration.between(now, editDue(posting)))
                .min(Comparator.naturalOrder())
                .filter(wait -> wait.compareTo(IDLE) < 0)
                .orElse(IDLE);
    }

    private Instant editDue(Posting posting) {
        return posting.toldAt().plus(editInterval);
    }

    private void settle(Posting posting, Posting.Job job, Delivery delivery) {
        switch (delivery) {
            case Delivery.Accepted(String id, Duration rest) -> {
                accepted(posting, job, id, rest);
                job.receipts().forEach(Receipt::told);
            }
            case Delivery.Gone() -> again(posting, job, true, Instant.MIN);
            case Delivery.TooMany(Duration pause) ->
                again(posting, job, false, time.instant().plus(pause));
            case Delivery.Failed(String reason) -> failed(posting, job, reason);
            case Delivery.Refused(String reason) -> {
                inTrouble(reason);
                giveUp(posting, job, reason);
            }
        }
    }

    private synchronized void accepted(Posting posting, Posting.Job job, String id, Duration rest) {
        posting.accepted(job, id, time.instant());
        failuresInARow = 0;
        if (!trouble.isEmpty()) {
            LOG.infof("channel works again channel=%s", name());
            trouble = "";
        }
        if (rest.isPositive()) {
            pausedUntil = time.instant().plus(rest);
        }
    }

    /** After a limit the same request comes again; when the message is gone, a new one. */
    private synchronized void again(Posting posting, Posting.Job job, boolean gone, Instant pause) {
        if (gone) {
            posting.forgetMessage();
        }
        pausedUntil = pause;
        posting.putBack(job);
    }

    private void failed(Posting posting, Posting.Job job, String reason) {
        inTrouble(reason);
        synchronized (this) {
            failuresInARow = Math.min(failuresInARow + 1, 30);
            pausedUntil = time.instant().plusMillis(backOff.apply(failuresInARow));
            if (posting.failedOnce() < attempts) {
                posting.putBack(job);
                return;
            }
        }
        giveUp(posting, job, "given up after " + attempts + " attempts: " + reason);
    }

    private void giveUp(Posting posting, Posting.Job job, String cause) {
        synchronized (this) {
            posting.givenUp(time.instant());
        }
        job.receipts().forEach(receipt -> receipt.givenUp(name() + ": " + cause));
    }

    /** Logged once for each new trouble, not for each message. */
    private synchronized void inTrouble(String reason) {
        if (!reason.equals(trouble)) {
            LOG.warnf("channel does not deliver channel=%s reason=%s", name(), reason);
            trouble = reason;
        }
    }

    private void forgetSilentOne() {
        Iterator<Posting> oldestFirst = postings.values().iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().isSilent()) {
                oldestFirst.remove();
                return;
            }
        }
    }
}
