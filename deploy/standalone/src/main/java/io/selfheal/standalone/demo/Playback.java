package io.selfheal.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes recordings into log files, line by line with their own gaps (sped up), stamped with the present: what a
 * collector reads here is what it would read under attack.
 */
final class Playback implements AutoCloseable {
    static final List<String> RECORDINGS = List.of("auth.log", "access.log", "kern.log", "daemon.log");

    private final List<Recording> recordings;
    private final Path directory;
    private final double speed;
    private final InstantSource clock;
    private final ZoneId zone;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger played = new AtomicInteger();
    private final Thread thread;

    private record Due(Recording recording, Recording.Line line) {}

    private Playback(List<Recording> recordings, Path directory, double speed, InstantSource clock, ZoneId zone) {
        this.recordings = recordings;
        this.directory = directory;
        this.speed = speed;
        this.clock = clock;
        this.zone = zone;
        this.thread = Thread.ofPlatform().name("demo-playback").daemon().unstarted(this::play);
    }

    /**
     * Makes the empty log files; nothing is written to them before {@link #start}.
     *
     * @param speed how much faster than recorded
     * @throws IOException if a recording or a file cannot be opened
     */
    static Playback into(Path directory, double speed, InstantSource clock, ZoneId zone) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        for (String name : RECORDINGS) {
            recordings.add(Recording.read(name));
            Files.writeString(directory.resolve(name), "", StandardOpenOption.CREATE);
        }
        return new Playback(recordings, directory, speed, clock, zone);
    }

    void start() {
        thread.start();
    }

    int linesPlayed() {
        return played.get();
    }

    int linesInAll() {
        return recordings.stream().mapToInt(r -> r.lines().size()).sum();
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play() {
        List<Due> due = recordings.stream()
                .flatMap(r -> r.lines().stream().map(l -> new Due(r, l)))
                .sorted(Comparator.comparing(d -> d.line().after()))
                .toList();
        Map<String, Writer> writers = new HashMap<>();
        try {
            for (Recording r : recordings) {
                writers.put(
                        r.name(),
                        Files.newBufferedWriter(
                                directory.resolve(r.name()), StandardCharsets.UTF_8, StandardOpenOption.APPEND));
            }
            Duration at = Duration.ZERO;
            for (Due next : due) {
                long pause = (long) (next.line().after().minus(at).toNanos() / speed);
                if (stop.await(Math.max(0, pause), TimeUnit.NANOSECONDS)) {
                    return;
                }
                at = next.line().after();
                Writer writer = writers.get(next.recording().name());
                writer.write(next.line().stampedAt(clock.instant().atZone(zone)));
                writer.write('\n');
                writer.flush();
                played.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the demo cannot write its logs in " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.values().forEach(Playback::closeQuietly);
        }
    }

    /** Every line was flushed when it was written, so nothing is lost if the close fails. */
    private static void closeQuietly(Writer writer) {
        try {
            writer.close();
        } catch (IOException e) {
            System.getLogger(Playback.class.getName()).log(System.Logger.Level.DEBUG, "demo log not closed", e);
        }
    }
}
