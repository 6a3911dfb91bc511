package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What is to be sent and has not been acknowledged, on disk and in memory: reports of what was done here while Kafka
 * was away are sent when it is back. When it is full the newest are lost and counted, since the oldest are what
 * nobody has seen yet. Safe for many threads.
 */
public final class Outbox implements AutoCloseable {
    private static final Log LOG = Log.of(Outbox.class);
    private static final int MAX_FIELD = 1 << 20;
    /** Three lengths and a checksum. */
    private static final long FRAME = 16;

    private final Path file;
    private final long maxBytes;
    private final Deque<Letter> waiting = new ArrayDeque<>();
    /** Not a channel: that would be closed for good when a thread that reports is interrupted. */
    private RandomAccessFile out;

    private long bytes;
    private long unwritten;
    private long lost;
    private boolean woken;

    /**
     * A record to be sent.
     *
     * @param topic its name
     * @param key the record's key
     * @param value the JSON text
     */
    public record Letter(String topic, String key, String value) {
        private long size() {
            return FRAME + topic.length() + key.length() + value.length();
        }
    }

    /** Reads what was left over; a torn last entry is cut off. */
    public Outbox(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        long sound = Files.exists(file) ? load() : create();
        this.out = new RandomAccessFile(file.toFile(), "rw");
        if (out.length() > sound) {
            LOG.warn("the end of the outbox was torn and is left out", "path", file);
            out.setLength(sound);
        }
        this.bytes = sound;
    }

    /** Keeps the letter until it is acknowledged; false if the outbox is full and the letter is lost. */
    public synchronized boolean add(Letter letter) {
        if (bytes + unwritten + letter.size() > maxBytes) {
            if (lost++ == 0) {
                LOG.warn("the outbox is full; new reports are lost until Kafka is back", "path", file);
            }
            return false;
        }
        waiting.addLast(letter);
        try {
            write(letter);
        } catch (IOException e) {
            if (unwritten == 0) {
                LOG.warn("the outbox cannot be written; reports are kept in memory only", "path", file, "cause", e);
            }
            unwritten += letter.size();
        }
        notifyAll();
        return true;
    }

    /** The oldest letters, at most {@code max}, which stay until {@link #acknowledged}; waits a while for the first. */
    public synchronized List<Letter> next(int max, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (waiting.isEmpty() && !woken) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        woken = false;
        List<Letter> batch = new ArrayList<>(Math.min(max, waiting.size()));
        for (Letter letter : waiting) {
            if (batch.size() == max) {
                break;
            }
            batch.add(letter);
        }
        return batch;
    }

    /** The oldest {@code count} letters have arrived. A crash before the file is emptied sends some of them again. */
    public synchronized void acknowledged(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            waiting.removeFirst();
        }
        if (waiting.isEmpty() && bytes + unwritten > 0) {
            unwritten = 0;
            out.setLength(0);
            bytes = 0;
            lost = 0;
        }
    }

    /** Ends a wait in {@link #next}. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    public synchronized int size() {
        return waiting.size();
    }

    public synchronized long lost() {
        return lost;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private long create() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return 0;
    }

    private void write(Letter letter) throws IOException {
        byte[] topic = letter.topic().getBytes(StandardCharsets.UTF_8);
        byte[] key = letter.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = letter.value().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(entry);
        for (byte[] field : List.of(topic, key, value)) {
            fields.writeInt(field.length);
            fields.write(field);
        }
        fields.writeInt(checksum(topic, key, value));
        append(entry.toByteArray());
    }

    /** Whole or not at all: what follows half an entry would not be read again. */
    private void append(byte[] entry) throws IOException {
        try {
            out.seek(bytes);
            out.write(entry);
        } catch (IOException e) {
            out.setLength(bytes);
            throw e;
        }
        bytes += entry.length;
    }

    /** The length of what is sound. */
    private long load() throws IOException {
        long sound = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                byte[] topic = field(in);
                byte[] key = field(in);
                byte[] value = field(in);
                if (in.readInt() != checksum(topic, key, value)) {
                    return sound;
                }
                waiting.addLast(new Letter(text(topic), text(key), text(value)));
                sound += FRAME + topic.length + key.length + value.length;
            }
        } catch (EOFException e) {
            return sound;
        }
    }

    private static byte[] field(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_FIELD) {
            throw new EOFException("no entry here");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] topic, byte[] key, byte[] value) {
        CRC32 crc = new CRC32();
        crc.update(topic);
        crc.update(key);
        crc.update(value);
        return (int) crc.getValue();
    }
}
