package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.checkpoint.InFlightWindow;
import io.selfheal.collector.journal.JournalReader;
import io.selfheal.collector.publish.EventPublisher;
import io.selfheal.collector.tail.DirectoryWatch;
import io.selfheal.collector.tail.FileTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that reads all local files: reads while there is something, waits for the kernel's word otherwise. It
 * connects, for those of {@link RemoteReading} as well, and has all begin again.
 */
final class ReadingLoop implements Runnable {
    /** With nothing reported the files are looked at anyway. */
    private static final Duration IDLE = Duration.ofSeconds(2);
    /**
     * A writer that flushes each line would wake the reader for each, and each round makes a request to Kafka: lines that
     * come within this time of the last round are read together. A line after a silence is read at once; for others it is
     * what latency costs at most. A quarter less processor time at 5,000 lines/s than with 5 ms, one millisecond more from
     * line to drop (median).
     */
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(10);
    private static final Log LOG = Log.of(ReadingLoop.class);

    private final CollectorPipeline pipeline;
    private final InFlightWindow window;
    private final EventPublisher publisher;
    private final CheckpointKeeper checkpoints;
    private final DirectoryWatch watch;
    private final RemoteReading remote;
    private final Reachability kafka;
    private final CountDownLatch closing;
    private boolean connected;
    private volatile long lastStep = System.nanoTime();

    ReadingLoop(
            CollectorPipeline pipeline,
            InFlightWindow window,
            EventPublisher publisher,
            CheckpointKeeper checkpoints,
            DirectoryWatch watch,
            RemoteReading remote,
            Reachability kafka,
            CountDownLatch closing) {
        this.pipeline = pipeline;
        this.window = window;
        this.publisher = publisher;
        this.checkpoints = checkpoints;
        this.watch = watch;
        this.remote = remote;
        this.kafka = kafka;
        this.closing = closing;
    }

    @Override
    public void run() {
        try {
            while (!isClosing()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault of our own must not end the reading in silence: it is said, and tried again from what is acknowledged. */
    private void step() throws InterruptedException {
        lastStep = System.nanoTime();
        try {
            remote.throwFault();
            if (!connected) {
                lookAround();
                connected = connect();
                remote.setConnected(connected);
            } else if (window.failure() != null) {
                LOG.warn(
                        "sending to Kafka failed, reading again from the last acknowledged line",
                        "cause",
                        window.failure());
                startOver(PAUSE_AFTER_FAILURE);
            } else {
                readAndWait();
            }
        } catch (RuntimeException e) {
            LOG.error("reading failed, beginning again from the last acknowledged line", "cause", e);
            startOver(PAUSE_AFTER_FAULT);
        }
    }

    /** Whether its last step began not longer ago than this. */
    boolean hasStepped(Duration within) {
        return System.nanoTime() - lastStep < within.toNanos();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Before Kafka can be reached: fixes where reading begins, and keeps hold of files that are rotated meanwhile. */
    private void lookAround() throws InterruptedException {
        for (JournalReader journal : pipeline.journals().values()) {
            journal.fixStart();
        }
        pipeline.local().look(checkpoints::save);
        pipeline.local().note();
        checkpoints.save();
        remote.readAll();
    }

    private boolean connect() throws InterruptedException {
        boolean connected = publisher.connect(CONNECT);
        if (connected) {
            kafka.answers();
            window.lock().lock();
            try {
                window.resume();
            } finally {
                window.lock().unlock();
            }
            pipeline.journals().values().forEach(journal -> journal.start());
            pipeline.plugins().values().forEach(plugin -> plugin.start());
            pipeline.listeners().forEach(listener -> listener.start());
        } else if (!isClosing()) {
            kafka.isAway(publisher.problem());
            // Not when the answer itself took its time.
            closing.await(200, TimeUnit.MILLISECONDS);
        }
        return connected;
    }

    /** An event could not be sent and may be later: a new connection, and all that is not acknowledged once more. */
    private void startOver(Duration pause) throws InterruptedException {
        connected = false;
        remote.setConnected(false);
        publisher.restart();
        window.lock().lock();
        try {
            pipeline.rewind();
        } finally {
            window.lock().unlock();
        }
        closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void readAndWait() throws InterruptedException {
        long began = System.nanoTime();
        release();
        FileTail.Pass pass = pipeline.local().pass(checkpoints::save);
        remote.readAll();
        Set<Path> directories = pipeline.local().newDirectories();
        if (!directories.isEmpty()) {
            watch.watch(directories);
        }
        if (pass != FileTail.Pass.IDLE) {
            return;
        }
        watch.await(IDLE, pipeline.local()::changed);
        long rest = TOGETHER_NANOS - (System.nanoTime() - began);
        if (rest > 0) {
            TimeUnit.NANOSECONDS.sleep(rest);
        }
    }

    private void release() {
        window.lock().lock();
        try {
            window.release();
        } finally {
            window.lock().unlock();
        }
    }
}
