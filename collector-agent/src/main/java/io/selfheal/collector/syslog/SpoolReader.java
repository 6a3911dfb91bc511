package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Reads a spool on a thread of its own, and remembers what of it is done with. Fields that more threads touch are under
 * the lock.
 */
final class SpoolReader implements Progress {
    /** Holds the longest message with its sender. */
    private static final int BLOCK = 96 * 1024;

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Log LOG = Log.of(SpoolReader.class);

    private final Spool spool;
    private final Lock lock;
    private final SyslogListener.Messages messages;
    private final byte[] block = new byte[BLOCK];
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private SpoolPosition processed;
    private SpoolPosition acknowledged;
    private int inFlight;
    private int rewinds;
    private boolean failing;

    /** @param position what is done with */
    SpoolReader(String name, Spool spool, SpoolPosition position, Lock lock, SyslogListener.Messages messages) {
        this.spool = spool;
        this.lock = lock;
        this.messages = messages;
        this.acknowledged = position;
        this.processed = position;
        this.thread = Thread.ofPlatform().name("collector-spool-" + name).unstarted(this::run);
    }

    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Under the lock. */
    SpoolPosition position() {
        return acknowledged;
    }

    @Override
    public void sent() {
        inFlight++;
    }

    @Override
    public void acknowledged(long end, Object place) {
        inFlight--;
        acknowledged = inFlight == 0 ? processed : (SpoolPosition) place;
    }

    /** Forgets what was not acknowledged; it is read again. Under the lock. */
    void rewind() {
        inFlight = 0;
        processed = acknowledged;
        rewinds++;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        SpoolPosition from;
        SpoolPosition done;
        int rewindsBefore;
        lock.lock();
        try {
            from = processed;
            done = acknowledged;
            rewindsBefore = rewinds;
        } finally {
            lock.unlock();
        }
        spool.release(done.segment());
        Spool.Stretch readable = spool.await(from, IDLE);
        if (readable == null) {
            return;
        }
        try {
            read(readable, rewindsBefore);
            failing = false;
        } catch (IOException e) {
            if (closing.getCount() == 0) {
                return;
            }
            if (!failing) {
                LOG.error(
                        "spooled syslog cannot be read",
                        "file",
                        spool.file(readable.at().segment()),
                        "cause",
                        e);
            }
            failing = true;
            closing.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void read(Spool.Stretch readable, int rewindsBefore) throws IOException, InterruptedException {
        long segment = readable.at().segment();
        long base = readable.at().offset();
        int size = 0;
        try (FileChannel channel = FileChannel.open(spool.file(segment))) {
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK, readable.to() - base));
            while (buffer.hasRemaining() && channel.read(buffer, base + buffer.position()) > 0) {
                size = buffer.position();
            }
        }
        int line = 0;
        for (int at = 0; at < size; at++) {
            if (block[at] == '\n') {
                SpoolPosition end = new SpoolPosition(segment, base + at + 1);
                if (!give(line, at, new SpoolPosition(segment, base + line), end, rewindsBefore)) {
                    return;
                }
                line = at + 1;
            }
        }
        if (line == 0 && readable.sealed()) {
            // The process ended while it wrote this message: whoever sent it was not told that it had arrived.
            LOG.warn("a half-written message is left out", "file", spool.file(segment), "bytes", readable.to() - base);
            give(0, 0, readable.at(), new SpoolPosition(segment, readable.to()), rewindsBefore);
        } else if (line == 0) {
            throw new IOException("no end of a line within " + BLOCK + " bytes");
        }
    }

    /** Gives {@code SENDER = MESSAGE} away; false if reading begins again somewhere else. */
    private boolean give(int from, int to, SpoolPosition start, SpoolPosition end, int rewindsBefore)
            throws InterruptedException {
        int blank = from;
        while (blank < to && block[blank] != ' ') {
            blank++;
        }
        boolean well = blank > from && blank + 3 <= to && block[blank + 2] == ' ';
        String sender = well ? new String(block, from, blank - from, StandardCharsets.US_ASCII) : "";
        boolean cut = well && block[blank + 1] == '!';
        while (true) {
            lock.lock();
            try {
                if (rewinds != rewindsBefore) {
                    return false;
                }
                if (!well || messages.message(block, blank + 3, to, cut, sender, start, end, this)) {
                    processed = end;
                    if (inFlight == 0) {
                        acknowledged = end;
                    }
                    return true;
                }
            } finally {
                lock.unlock();
            }
            if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    /** Stops reading; waits for the thread, at most a few seconds. */
    void close() throws InterruptedException {
        closing.countDown();
        thread.interrupt();
        // It is only started once Kafka was reached.
        if (thread.getState() != Thread.State.NEW) {
            thread.join(Duration.ofSeconds(3));
        }
    }
}
