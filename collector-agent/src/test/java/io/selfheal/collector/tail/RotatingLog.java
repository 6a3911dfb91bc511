package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/**
 * One log in a folder of its own, what happens to it by one seed, and what a tail made of it.
 *
 * <p>What no reader can see is kept apart, exactly:
 *
 * <ul>
 *   <li>Of a file whose last name is gone (deleted, or replaced by its compressed copy), what was not acknowledged when
 *       the name went while nobody held the file, or when a collector died that held it.
 *   <li>copytruncate: what is written between the copy and the truncation. The writer here writes nothing then; a real
 *       one loses it with any reader.
 * </ul>
 */
final class RotatingLog {
    private static final int STEPS = 60;

    /** What rotation does. */
    enum Kind {
        /** Renamed; the daemon writes on into the renamed file until it is told. */
        RENAME,
        COPY_TRUNCATE,
        /** Deleted and made anew, mostly with the same inode. */
        DELETE,
        /** The newest renamed file is replaced by a compressed one. */
        COMPRESS
    }

    private final Random random;
    private final List<Kind> kinds;
    private final Path log;
    private final TailBench bench;
    private final Set<String> written = new HashSet<>();
    /** Lines by the file they stand in, in the order of rotation: 0 is the current one. */
    private final List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));

    private final Set<String> halves = new HashSet<>();
    private final Set<String> unseeable = new HashSet<>();
    /** Lines of files without a name that the tail still holds. */
    private final Set<String> nameless = new HashSet<>();

    private final StringBuilder story = new StringBuilder();
    private String half = "";
    private boolean late;
    private String lateHalf = "";
    private int number;

    RotatingLog(Path directory, int seed, Set<Kind> kinds) {
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
        this.log = directory.resolve("auth.log");
        this.bench = new TailBench(1024, new FilePattern(log.toString(), false));
    }

    void play() throws IOException {
        bench.read().save();
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        bench.room = Integer.MAX_VALUE;
        finishLate();
        tick();
        write();
        bench.read();
        bench.acknowledgeAll();
        bench.passTime(TailBench.QUIET.plus(Duration.ofSeconds(1)));
        bench.read();
        bench.acknowledgeAll();
    }

    String story() {
        return story.toString();
    }

    Set<String> lost() {
        Set<String> lost = new HashSet<>(written);
        lost.removeAll(bench.received.keySet());
        lost.removeAll(unseeable);
        return lost;
    }

    /** Half a line that ended with its file is told as well, for what it is worth. */
    Set<String> invented() {
        Set<String> invented = new HashSet<>(bench.received.keySet());
        invented.removeAll(written);
        invented.removeAll(halves);
        return invented;
    }

    Map<String, Set<String>> doubled() {
        Map<String, Set<String>> doubled = new HashMap<>(bench.received);
        doubled.values().removeIf(ids -> ids.size() == 1);
        return doubled;
    }

    private void step() throws IOException {
        int dice = random.nextInt(100);
        if (dice < 38) {
            write();
        } else if (dice < 60) {
            tell("read");
            bench.readOnce();
        } else if (dice < 71) {
            tell("ack");
            bench.acknowledge(random.nextInt(6));
        } else if (dice < 77) {
            tell("save");
            bench.save();
        } else if (dice < 83) {
            crash();
        } else if (dice < 87) {
            tell("fail");
            bench.failSending(random.nextInt(4));
        } else if (dice < 90) {
            bench.room = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(5);
            tell("room " + bench.room);
        } else if (dice < 97) {
            rotate(kinds.get(random.nextInt(kinds.size())));
        } else {
            writeLate();
        }
    }

    private void write() throws IOException {
        tell("write");
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String line = half + "line " + number++ + " " + "x".repeat(random.nextInt(60));
            text.append(line, half.length(), line.length()).append('\n');
            half = "";
            note(line, 0);
        }
        if (random.nextInt(3) == 0) {
            half = "half " + number++ + " of ";
            halves.add(half);
            text.append(half);
        }
        append(log, text.toString());
    }

    private void crash() {
        tell("crash");
        bench.crash(random.nextInt(5));
        giveUp(nameless);
        nameless.clear();
    }

    private void rotate(Kind kind) throws IOException {
        boolean there = kind == Kind.COMPRESS ? lines.size() > 1 && Files.exists(old(1)) : Files.exists(log);
        if (!there) {
            return;
        }
        tell(kind.name());
        finishLate();
        tick();
        switch (kind) {
            case RENAME -> {
                shift();
                Files.move(log, old(1));
                late = true;
                lateHalf = half;
                half = "";
            }
            case COPY_TRUNCATE -> {
                shift();
                Files.copy(log, old(1));
                FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
                half = "";
            }
            case DELETE -> {
                lose(log, lines.getFirst());
                lines.set(0, new ArrayList<>());
                half = "";
            }
            case COMPRESS -> {
                try (OutputStream out = new GZIPOutputStream(
                        Files.newOutputStream(old(1).resolveSibling("auth.log." + number + ".gz")))) {
                    Files.copy(old(1), out);
                }
                lose(old(1), lines.get(1));
                lines.remove(1);
                // What was rotated earlier keeps its number; the next rotation finds the gap.
                lines.add(1, new ArrayList<>());
            }
        }
    }

    /** Makes room for a new {@code auth.log.1}. */
    private void shift() throws IOException {
        for (int i = lines.size() - 1; i >= 1; i--) {
            if (Files.exists(old(i))) {
                Files.move(old(i), old(i + 1));
            }
        }
        lines.addFirst(new ArrayList<>());
    }

    private void lose(Path file, List<String> itsLines) throws IOException {
        FileId.Stat stat = FileId.stat(file);
        if (stat != null && bench.holds(stat.id())) {
            nameless.addAll(itsLines);
        } else {
            giveUp(itsLines);
        }
        Files.delete(file);
    }

    private void giveUp(Iterable<String> some) {
        for (String line : some) {
            if (!bench.received.containsKey(line)) {
                unseeable.add(line);
            }
        }
    }

    /** The daemon still holds the renamed file and writes on. */
    private void writeLate() throws IOException {
        if (late && Files.exists(old(1))) {
            tell("late");
            String line = lateHalf + "late " + number++;
            append(old(1), line.substring(lateHalf.length()) + "\n");
            note(line, 1);
            lateHalf = "";
        }
    }

    /** Now the daemon has been told. */
    private void finishLate() throws IOException {
        if (!lateHalf.isEmpty()) {
            writeLate();
        }
        late = false;
        lateHalf = "";
    }

    private void note(String line, int file) {
        written.add(line);
        lines.get(file).add(line);
    }

    private Path old(int age) {
        return log.resolveSibling("auth.log." + age);
    }

    private void tell(String what) {
        story.append(what).append(", ");
    }

    private static void append(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Creation times advance with the kernel's tick of 4 to 10 ms; rotations are never that close. */
    private static void tick() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(11));
    }
}
