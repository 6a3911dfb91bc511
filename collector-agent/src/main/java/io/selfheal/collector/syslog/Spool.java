package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages on disk between the network and Kafka, in files of an eighth of the bound. A message is a line:
 * {@code SENDER = MESSAGE}, with {@code !} for the sign where its end is missing; newlines in it have become blanks. It
 * survives the end of the process, whatever ends it; of a machine that loses power, what the kernel had not written is
 * lost. Safe for any thread.
 */
final class Spool implements AutoCloseable {
    /** A file's number is when it was made, and always larger than the one before: ids never come twice. */
    private static final String SUFFIX = ".spool";

    private static final int SEGMENTS = 8;
    private static final Log LOG = Log.of(Spool.class);

    private final Path directory;
    private final long capacity;
    private final long segmentBytes;
    private final InstantSource time;
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long bytes;
    private long last;
    private @Nullable FileChannel writing;
    private boolean failing;
    private boolean closed;

    /**
     * What can be read now.
     *
     * @param at where
     * @param to the offset up to which its file is written
     * @param sealed whether nothing more will be written to the file
     */
    record Stretch(SpoolPosition at, long to, boolean sealed) {}

    /**
     * @param capacity bytes on disk
     * @param after new files have larger numbers, also when the clock was set back
     */
    Spool(Path directory, long capacity, long after, InstantSource time) throws IOException {
        this.directory = directory;
        this.capacity = capacity;
        this.segmentBytes = capacity / SEGMENTS;
        this.time = time;
        this.last = after;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9]*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
                sizes.put(number, Files.size(file));
                bytes += Files.size(file);
                last = Math.max(last, number);
            }
        } catch (NumberFormatException e) {
            throw new IOException("a file in " + directory + " has a number that is too long", e);
        }
    }

    /** Takes a message; false if there is no room, on the disk or within the bound. */
    synchronized boolean offer(String sender, byte[] message, int from, int to, boolean cut) {
        byte[] head = (sender + (cut ? " ! " : " = ")).getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[head.length + to - from + 1];
        System.arraycopy(head, 0, line, 0, head.length);
        for (int i = from; i < to; i++) {
            line[head.length + i - from] = message[i] == '\n' ? (byte) ' ' : message[i];
        }
        line[line.length - 1] = '\n';
        if (closed || bytes + line.length > capacity) {
            return false;
        }
        try {
            write(line);
            if (failing) {
                LOG.info("syslog is spooled again", "directory", directory);
            }
            failing = false;
            notifyAll();
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.error("syslog cannot be spooled", "directory", directory, "cause", e);
            }
            failing = true;
            return false;
        }
    }

    private void write(byte[] line) throws IOException {
        FileChannel channel = writing;
        if (channel == null || sizes.getOrDefault(last, 0L) + line.length > segmentBytes) {
            channel = next();
        }
        long before = sizes.getOrDefault(last, 0L);
        ByteBuffer buffer = ByteBuffer.wrap(line);
        try {
            while (buffer.hasRemaining()) {
                int wrote = channel.write(buffer, before + buffer.position());
                if (wrote <= 0) {
                    throw new IOException("nothing was written");
                }
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
        sizes.put(last, before + line.length);
        bytes += line.length;
    }

    private FileChannel next() throws IOException {
        long number = Math.max(last + 1, time.millis());
        FileChannel channel = FileChannel.open(file(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (writing != null) {
            writing.close();
        }
        writing = channel;
        last = number;
        sizes.put(number, 0L);
        return channel;
    }

    Path file(long segment) {
        return directory.resolve(segment + SUFFIX);
    }

    /** Waits for something after this place, at most this long; null if nothing came. */
    synchronized @Nullable Stretch await(SpoolPosition after, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Stretch readable = readable(after);
        for (long left = atMost.toMillis(); readable == null && !closed && left > 0; left = millisUntil(deadline)) {
            wait(left);
            readable = readable(after);
        }
        return readable;
    }

    private @Nullable Stretch readable(SpoolPosition after) {
        for (Map.Entry<Long, Long> file : sizes.tailMap(after.segment(), true).entrySet()) {
            long offset = file.getKey() == after.segment() ? after.offset() : 0;
            if (offset < file.getValue()) {
                boolean sealed = writing == null || file.getKey() < last;
                return new Stretch(new SpoolPosition(file.getKey(), offset), file.getValue(), sealed);
            }
        }
        return null;
    }

    /** Waits until there is room for so many bytes, at most this long. */
    synchronized void awaitRoom(int size, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); bytes + size > capacity && !closed && left > 0; ) {
            wait(left);
            left = millisUntil(deadline);
        }
    }

    private static long millisUntil(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    /** Everything before this file is in Kafka: it is deleted. A file that cannot be deleted goes on counting. */
    synchronized void release(long segment) {
        while (!sizes.isEmpty() && sizes.firstKey() < segment) {
            long done = sizes.firstKey();
            try {
                Files.deleteIfExists(file(done));
            } catch (IOException e) {
                LOG.warn("a spool file cannot be deleted", "file", file(done), "cause", e);
                return;
            }
            bytes -= sizes.remove(done);
            notifyAll();
        }
    }

    /** Bytes after this place. */
    synchronized long bytesAfter(SpoolPosition place) {
        long after = 0;
        for (Map.Entry<Long, Long> file : sizes.tailMap(place.segment(), true).entrySet()) {
            after += file.getValue() - (file.getKey() == place.segment() ? place.offset() : 0);
        }
        return Math.max(0, after);
    }

    /** Takes nothing more. What it has stays for the next run. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        try {
            if (writing != null) {
                writing.close();
            }
        } catch (IOException e) {
            LOG.warn("a spool file did not close", "directory", directory, "cause", e);
        }
    }
}
