package io.selfheal.collector.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.collector.tail.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long CAPACITY = 8 * 1024;

    @TempDir
    Path directory;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> read = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();
    private boolean acknowledging = true;

    @Test
    void givesBackWhatItTookWithSenderAndCutAndWithoutNewlines() throws Exception {
        try (Spool spool = spool(0)) {
            offer(spool, "one\ntwo", false);
            offer(spool, "three", true);
            SpoolReader reader = reading(spool, SpoolPosition.START);
            await().until(() -> texts().size() == 2);
            reader.close();
        }
        assertThat(texts()).containsExactly("192.0.2.7|one two|false", "192.0.2.7|three|true");
    }

    @Test
    void takesNothingBeyondItsBoundAndHasRoomAgainOnceWhatItHasIsAcknowledged() throws Exception {
        try (Spool spool = spool(0)) {
            int taken = 0;
            while (spool.offer("192.0.2.7", "x".repeat(80).getBytes(UTF_8), 0, 80, false)) {
                taken++;
            }
            assertThat(taken).isBetween(70, 90);
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(CAPACITY);
            SpoolReader reader = reading(spool, SpoolPosition.START);
            int all = taken;
            await().until(() -> texts().size() == all);
            await().until(() -> spool.offer("192.0.2.7", "later".getBytes(UTF_8), 0, 5, false));
            await().until(() -> texts().size() == all + 1);
            reader.close();
        }
        assertThat(bytesOnDisk()).isLessThan(CAPACITY / 4);
    }

    @Test
    void readsAgainAfterARestartWhatWasNotAcknowledgedAndLeavesOutAHalfWrittenMessage() throws Exception {
        SpoolPosition done;
        try (Spool spool = spool(0)) {
            offer(spool, "acknowledged", false);
            SpoolReader reader = reading(spool, SpoolPosition.START);
            await().until(() -> texts().size() == 1);
            acknowledging = false;
            offer(spool, "on its way", false);
            await().until(() -> texts().size() == 2);
            done = position(reader);
            reader.close();
        }
        Files.writeString(onlyFile(), "192.0.2.7 = half a mess", StandardOpenOption.APPEND);
        read.clear();
        acknowledging = true;
        try (Spool spool = spool(done.segment())) {
            offer(spool, "new", false);
            SpoolReader reader = reading(spool, done);
            await().until(() -> texts().size() == 2);
            reader.close();
        }
        assertThat(texts()).containsExactly("192.0.2.7|on its way|false", "192.0.2.7|new|false");
    }

    @Test
    void readsAgainAtTheSamePlaceAfterARewind() throws Exception {
        acknowledging = false;
        try (Spool spool = spool(0)) {
            offer(spool, "one", false);
            offer(spool, "two", false);
            SpoolReader reader = reading(spool, SpoolPosition.START);
            await().until(() -> texts().size() == 2);
            locked(reader::rewind);
            acknowledging = true;
            await().until(() -> texts().size() == 4);
            await().until(() -> spool.bytesAfter(position(reader)) == 0);
            reader.close();
        }
        assertThat(texts()).endsWith("192.0.2.7|one|false", "192.0.2.7|two|false");
    }

    @Test
    void numbersItsFilesUpwardsAlsoWhenTheClockWasSetBack() throws Exception {
        try (Spool spool = spool(Long.MAX_VALUE / 2)) {
            offer(spool, "one", false);
            SpoolReader reader = reading(spool, new SpoolPosition(Long.MAX_VALUE / 2, 400));
            await().until(() -> texts().size() == 1);
            reader.close();
        }
        assertThat(texts()).containsExactly("192.0.2.7|one|false");
    }

    private Spool spool(long after) throws IOException {
        return new Spool(directory, CAPACITY, after, () -> java.time.Instant.parse("2026-11-21T10:00:00Z"));
    }

    private static void offer(Spool spool, String text, boolean cut) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(spool.offer("192.0.2.7", bytes, 0, bytes.length, cut)).isTrue();
    }

    private SpoolReader reading(Spool spool, SpoolPosition from) {
        SpoolReader reader = new SpoolReader("test", spool, from, lock, this::message);
        reader.start();
        return reader;
    }

    private boolean message(
            byte[] bytes,
            int from,
            int to,
            boolean cut,
            String sender,
            SpoolPosition start,
            SpoolPosition end,
            Progress progress) {
        read.add(sender + '|' + new String(bytes, from, to - from, UTF_8) + '|' + cut);
        progress.sent();
        open.add(() -> progress.acknowledged(0, end));
        if (acknowledging) {
            open.forEach(Runnable::run);
            open.clear();
        }
        return true;
    }

    private List<String> texts() {
        lock.lock();
        try {
            return List.copyOf(read);
        } finally {
            lock.unlock();
        }
    }

    private SpoolPosition position(SpoolReader reader) {
        lock.lock();
        try {
            return reader.position();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            open.clear();
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList().getFirst();
        }
    }

    private long bytesOnDisk() throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
