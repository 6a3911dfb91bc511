package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.agent.time.Due;
import io.selfheal.agent.time.SetBack;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.publish.EventPublisher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens by the clock: checkpoint each second, status file every few seconds and on change, vitals. */
final class Housekeeping implements Runnable {
    private static final Duration STATUS = Duration.ofSeconds(5);
    /** A parser file counts when it stayed the same from one look to the next. */
    private static final Duration PARSERS = Duration.ofSeconds(2);
    /** A client that is made anew connects by itself, after this time too. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(Housekeeping.class);

    private final CollectorPipeline pipeline;
    private final RemoteReading remote;
    private final CheckpointKeeper checkpoints;
    private final OwnParsers parsers;
    private final InFlightWindow window;
    private final EventPublisher publisher;
    private final StatusReport report;
    private final StatusFile file;
    private final Reachability kafka;
    private final Duration vitalsInterval;
    private final InstantSource time;
    private final CountDownLatch closing;
    private final SetBack setBack = new SetBack();
    private final Due status = new Due();
    private final Due ownParsers = new Due();
    private final Due vitals = new Due();
    private String lastSummary = "";
    private boolean statusFailing;
    private volatile long lastTick = System.nanoTime();

    Housekeeping(
            CollectorPipeline pipeline,
            RemoteReading remote,
            CheckpointKeeper checkpoints,
            OwnParsers parsers,
            InFlightWindow window,
            EventPublisher publisher,
            StatusReport report,
            StatusFile file,
            Reachability kafka,
            Duration vitalsInterval,
            InstantSource time,
            CountDownLatch closing) {
        this.pipeline = pipeline;
        this.remote = remote;
        this.checkpoints = checkpoints;
        this.parsers = parsers;
        this.window = window;
        this.publisher = publisher;
        this.report = report;
        this.file = file;
        this.kafka = kafka;
        this.vitalsInterval = vitalsInterval;
        this.time = time;
        this.closing = closing;
    }

    @Override
    public void run() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                tickSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One fault must not end what keeps the checkpoint moving. */
    private void tickSafely() throws InterruptedException {
        lastTick = System.nanoTime();
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("housekeeping failed, the next one is tried", "cause", e);
        }
    }

    /** Whether the last one began not longer ago than this. */
    boolean hasTicked(Duration within) {
        return System.nanoTime() - lastTick < within.toNanos();
    }

    void tick() throws InterruptedException {
        Instant now = time.instant();
        if (setBack.is(now)) {
            LOG.info("clock set back, connecting to Kafka anew");
            publisher.restart();
            var _ = publisher.connect(CONNECT);
        }
        if (ownParsers.is(now)) {
            ownParsers.in(PARSERS, now);
            parsers.look();
        }
        pipeline.refresh();
        checkpoints.save();
        remote.observe();
        StatusReport.Snapshot snapshot;
        window.lock().lock();
        try {
            kafka.observe(window.acknowledged(), window.inFlight());
            snapshot = report.take(now);
        } finally {
            window.lock().unlock();
        }
        if (status.is(now) || !snapshot.summary().equals(lastSummary)) {
            status.in(STATUS, now);
            lastSummary = snapshot.summary();
            write(snapshot);
        }
        // While Kafka is away vitals would only pile up in the sender's memory.
        if (vitals.is(now) && kafka.away() == null) {
            vitals.in(publisher.publish(snapshot.vitals()) ? vitalsInterval : Duration.ZERO, now);
        }
    }

    private void write(StatusReport.Snapshot snapshot) {
        try {
            file.write(snapshot);
            statusFailing = false;
        } catch (IOException e) {
            if (!statusFailing) {
                LOG.error("status file cannot be written", "cause", e);
            }
            statusFailing = true;
        }
    }
}
