package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.tail.SourceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Lock;

/** Reads a spool. */
final class SpoolReader extends SourceReader<SpoolPosition> {
    /** Holds the longest message with its sender. */
    private static final int BLOCK = 96 * 1024;

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Log LOG = Log.of(SpoolReader.class);

    private final Spool spool;
    private final SyslogListener.Messages messages;
    private final byte[] block = new byte[BLOCK];
    private boolean failing;

    /** @param position what is done with */
    SpoolReader(String name, Spool spool, SpoolPosition position, Lock lock, SyslogListener.Messages messages) {
        super("collector-spool-" + name, position, lock);
        this.spool = spool;
        this.messages = messages;
    }

    /** Under the lock. */
    SpoolPosition position() {
        return done();
    }

    @Override
    protected SpoolPosition placeOf(Object sent) {
        return (SpoolPosition) sent;
    }

    @Override
    protected Duration round() throws InterruptedException {
        Turn<SpoolPosition> turn = turn();
        spool.release(turn.done().segment());
        Spool.Stretch readable = spool.await(turn.from(), IDLE);
        if (readable == null) {
            return Duration.ZERO;
        }
        try {
            read(readable, turn);
            failing = false;
            return Duration.ZERO;
        } catch (IOException e) {
            if (isClosing()) {
                return Duration.ZERO;
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
            return AFTER_FAILURE;
        }
    }

    private void read(Spool.Stretch readable, Turn<SpoolPosition> turn) throws IOException, InterruptedException {
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
                if (!give(line, at, new SpoolPosition(segment, base + line), end, turn)) {
                    return;
                }
                line = at + 1;
            }
        }
        if (line == 0 && readable.sealed()) {
            // The process ended while it wrote this message: whoever sent it was not told that it had arrived.
            LOG.warn("a half-written message is left out", "file", spool.file(segment), "bytes", readable.to() - base);
            give(0, 0, readable.at(), new SpoolPosition(segment, readable.to()), turn);
        } else if (line == 0) {
            throw new IOException("no end of a line within " + BLOCK + " bytes");
        }
    }

    /** Gives {@code SENDER = MESSAGE} away; false if reading begins again somewhere else. */
    private boolean give(int from, int to, SpoolPosition start, SpoolPosition end, Turn<SpoolPosition> turn)
            throws InterruptedException {
        int blank = blankIn(from, to);
        boolean well = blank > from && blank + 3 <= to && block[blank + 2] == ' ';
        String sender = well ? new String(block, from, blank - from, StandardCharsets.US_ASCII) : "";
        boolean cut = well && block[blank + 1] == '!';
        return give(turn, end, () -> !well || messages.message(block, blank + 3, to, cut, sender, start, end, this));
    }

    /** Where the first blank stands; {@code to} if there is none. */
    private int blankIn(int from, int to) {
        int at = from;
        while (at < to && block[at] != ' ') {
            at++;
        }
        return at;
    }
}
