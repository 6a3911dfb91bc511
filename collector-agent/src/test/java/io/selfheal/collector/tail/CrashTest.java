package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer, a rotation, a slow Kafka and kill -9, each at random moments: every complete line arrives, and under one id
 * only.
 */
class CrashTest {
    private static final int SEEDS = 300;

    @TempDir
    Path directory;

    @Test
    void losesNoLineAndGivesEachOneIdWithRenamedFiles() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            new World(Files.createDirectory(directory.resolve("s" + seed)), seed, false).run();
        }
    }

    @Test
    void losesNoLineAndGivesEachOneIdWithTruncatedFiles() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            new World(Files.createDirectory(directory.resolve("s" + seed)), seed, true).run();
        }
    }

    private static final class World {
        private final Random random;
        private final int seed;
        private final boolean copytruncate;
        private final Path log;
        private final TailBench bench;
        private final List<String> written = new ArrayList<>();
        private final StringBuilder story = new StringBuilder();
        private String half = "";
        private int rotations;
        private boolean lateWriteAllowed;
        private String lateHalf = "";

        World(Path directory, int seed, boolean copytruncate) {
            this.random = new Random(seed);
            this.seed = seed;
            this.copytruncate = copytruncate;
            this.log = directory.resolve("auth.log");
            this.bench = new TailBench(1024, new FilePattern(log.toString(), false));
        }

        void run() throws IOException {
            bench.read().save();
            for (int step = 0; step < 60; step++) {
                step();
            }
            finish();
            Set<String> lost = new HashSet<>(written);
            lost.removeAll(bench.received.keySet());
            Set<String> invented = new HashSet<>(bench.received.keySet());
            invented.removeAll(written);
            List<String> doubled = bench.received.entrySet().stream()
                    .filter(line -> line.getValue().size() > 1)
                    .map(Map.Entry::getKey)
                    .toList();
            String how = "seed " + seed + ": " + story;
            assertThat(lost).as("lost, " + how).isEmpty();
            assertThat(invented).as("invented, " + how).isEmpty();
            assertThat(doubled).as("two ids, " + how).isEmpty();
        }

        private void step() throws IOException {
            int dice = random.nextInt(100);
            if (dice < 40) {
                write();
            } else if (dice < 65) {
                tell("read");
                bench.readOnce();
            } else if (dice < 77) {
                tell("ack");
                bench.acknowledge(random.nextInt(6));
            } else if (dice < 84) {
                tell("save");
                bench.save();
            } else if (dice < 91) {
                tell("crash");
                bench.crash(random.nextInt(5));
            } else if (dice < 97) {
                rotate();
            } else {
                tell("late");
                writeLate();
            }
        }

        private void write() throws IOException {
            tell("write");
            int lines = 1 + random.nextInt(4);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                String line = half + "line " + written.size() + " " + "x".repeat(random.nextInt(60));
                text.append(line, half.length(), line.length()).append('\n');
                half = "";
                written.add(line);
            }
            if (random.nextInt(3) == 0) {
                half = "half of ";
                text.append(half);
            }
            append(log, text.toString());
        }

        private void rotate() throws IOException {
            if (!Files.exists(log)) {
                return;
            }
            if (!lateHalf.isEmpty()) {
                writeLate();
            }
            tell("rotate");
            tick();
            for (int i = rotations; i >= 1; i--) {
                Files.move(old(i), old(i + 1));
            }
            rotations++;
            if (copytruncate) {
                // Truncated twice between two looks, a file has no history that could be told apart.
                bench.read();
                if (!half.isEmpty()) {
                    String rest = "line " + written.size();
                    append(log, rest + "\n");
                    written.add(half + rest);
                }
                Files.copy(log, old(1));
                FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            } else {
                Files.move(log, old(1));
                lateHalf = half;
                lateWriteAllowed = true;
            }
            half = "";
        }

        /** The daemon still holds the renamed file and writes on. */
        private void writeLate() throws IOException {
            if (lateWriteAllowed) {
                String line = lateHalf + "late " + written.size();
                written.add(line);
                append(old(1), line.substring(lateHalf.length()) + "\n");
                lateHalf = "";
            }
        }

        private void finish() throws IOException {
            if (!half.isEmpty()) {
                append(log, "end of the log\n");
                written.add(half + "end of the log");
            }
            if (lateWriteAllowed && !lateHalf.isEmpty()) {
                writeLate();
            }
            tick();
            bench.read();
            bench.acknowledgeAll();
            bench.passTime(TailBench.QUIET.plus(Duration.ofSeconds(1)));
            bench.read();
            bench.acknowledgeAll();
        }

        private Path old(int number) {
            return log.resolveSibling("auth.log." + number);
        }

        private void tell(String what) {
            story.append(what).append(' ');
        }

        private static void append(Path file, String text) throws IOException {
            Files.write(file, text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        /** Creation times advance with the kernel's tick of 4 to 10 ms; rotations are never that close. */
        private static void tick() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(11));
        }
    }
}
