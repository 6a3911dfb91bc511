package io.selfheal.collector.tail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A tail over real files with a sink in memory that acknowledges when told, and a crash that forgets the rest. */
final class TailBench implements LineSink {
    static final Duration QUIET = Duration.ofSeconds(60);

    /** A line as it was sent. */
    record Sent(String id, String text, long start, boolean cut) {}

    /** Nothing here begins again by itself: {@link #forget()} says so. */
    static final class Window implements Delivery {
        private final Lock lock = new ReentrantLock();

        @Override
        public Lock lock() {
            return lock;
        }

        @Override
        public int turn() {
            return 0;
        }
    }

    /** What takes longer than one block is unpacked over several passes. */
    private static final Duration A_BLOCK = Duration.ZERO;

    private record Pending(TailedFile file, long end, Context context, Sent sent) {}

    private final List<FilePattern> patterns;
    private final int lineBytes;
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** Everything that reached "Kafka": text to the ids it had. */
    final Map<String, Set<String>> received = new LinkedHashMap<>();

    final List<Sent> sent = new ArrayList<>();
    final List<Path> letGo = new ArrayList<>();
    private FileTail.Left saved = FileTail.Left.NOTHING;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    int room = Integer.MAX_VALUE;
    long unpackedBytes = 1 << 20;
    LineSink sink = this;
    private Mounts mounts = Mounts.NONE;
    private final Map<Path, FileTail> remote = new LinkedHashMap<>();
    FileTail tail;

    TailBench(int lineBytes, FilePattern... patterns) {
        this.patterns = List.of(patterns);
        this.lineBytes = lineBytes;
        this.tail = start();
    }

    static FileTail.Settings settings(
            List<FilePattern> patterns, int lineBytes, long unpackedBytes, Supplier<Mounts> mounts) {
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        return new FileTail.Settings(
                "node1",
                patterns,
                lineBytes,
                QUIET,
                Duration.ofSeconds(1),
                new Unpacking(scratch, unpackedBytes, A_BLOCK),
                mounts,
                null,
                new Folders(InstantSource.system()),
                new Pulse());
    }

    private FileTail start() {
        FileTail.Settings settings = settings(patterns, lineBytes, unpackedBytes, () -> mounts);
        InstantSource clock = () -> now;
        FileTail.Sinks sinks = new FileTail.Sinks() {
            @Override
            public LineSink open(FilePattern pattern, Path path) {
                return sink;
            }

            @Override
            public void letGo(Path path) {
                letGo.add(path);
            }
        };
        FileTail.Separation none = (mount, left) -> {};
        FileTail.Separation separation = (mount, left) -> remote.put(
                mount, new FileTail(settings.on(mount, settings.look()), sinks, none, clock, new Window(), left));
        return new FileTail(settings, sinks, separation, clock, new Window(), saved);
    }

    @Override
    public boolean line(TailedFile file, byte[] bytes, int from, int to, long start, long end, boolean cut) {
        if (pending.size() >= room) {
            return false;
        }
        LogKey key = java.util.Objects.requireNonNull(file.key());
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        Sent line = new Sent(key.idAt(start), text, start, cut);
        sent.add(line);
        if (text.isEmpty()) {
            return true;
        }
        int low = Math.max(from, to - Context.MAX);
        file.sent();
        boolean whole = end - start == to - from + 1L && bytes[to] == '\n';
        pending.add(new Pending(file, end, whole ? Context.before(bytes, low, to + 1) : Context.NONE, line));
        return true;
    }

    /** These file systems are remote from now on. */
    TailBench mounted(Set<Path> remotes) {
        mounts = new Mounts(remotes);
        return this;
    }

    /** Reads until nothing is left. */
    TailBench read() {
        read(tail);
        remote.values().forEach(this::read);
        return this;
    }

    private void read(FileTail one) {
        one.lookSoon();
        FileTail.Pass pass;
        do {
            pass = one.pass(this::save);
        } while (pass == FileTail.Pass.BUSY);
    }

    /** One round of reading. */
    FileTail.Pass readOnce() {
        tail.lookSoon();
        return tail.pass(this::save);
    }

    void acknowledge(int atMost) {
        for (int i = 0; i < atMost && !pending.isEmpty(); i++) {
            Pending done = pending.remove();
            received.computeIfAbsent(done.sent().text(), text -> new TreeSet<>())
                    .add(done.sent().id());
            done.file().acknowledged(done.end(), done.context());
        }
    }

    void acknowledgeAll() {
        acknowledge(Integer.MAX_VALUE);
    }

    void save() {
        List<FileTail.Left> all = new ArrayList<>(List.of(tail.left()));
        remote.values().forEach(one -> all.add(one.left()));
        saved = FileTail.Left.of(all);
    }

    /** The process dies: what is not acknowledged and not saved is gone. Some of what is on its way may arrive. */
    void crash(int arrivesAnyway) {
        for (int i = 0; i < arrivesAnyway && !pending.isEmpty(); i++) {
            Pending done = pending.remove();
            received.computeIfAbsent(done.sent().text(), text -> new TreeSet<>())
                    .add(done.sent().id());
        }
        pending.clear();
        tail.close();
        remote.values().forEach(FileTail::close);
        remote.clear();
        tail = start();
    }

    /** Sending failed: some of what is on its way arrived, nothing is acknowledged, and reading begins again. */
    void failSending(int arrivesAnyway) {
        for (int i = 0; i < arrivesAnyway && !pending.isEmpty(); i++) {
            Pending done = pending.remove();
            received.computeIfAbsent(done.sent().text(), text -> new TreeSet<>())
                    .add(done.sent().id());
        }
        forget();
    }

    /** Sending failed: what is not acknowledged is read again. */
    void forget() {
        pending.clear();
        tail.rewind();
        remote.values().forEach(FileTail::rewind);
    }

    /** Whether the tail has this file open and will read it to its end, whatever becomes of its name. */
    boolean holds(FileId file) {
        return tail.paths().stream()
                .flatMap(path -> path.files().stream())
                .anyMatch(held -> held.id().equals(file) && !held.isComplete());
    }

    void restartCleanly() {
        acknowledgeAll();
        save();
        crash(0);
    }

    void passTime(Duration duration) {
        now = now.plus(duration);
    }

    FollowedPath path() {
        return tail.paths().getFirst();
    }

    List<String> texts() {
        return sent.stream().map(Sent::text).toList();
    }
}
