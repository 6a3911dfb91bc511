package io.selfheal.e2e.fleet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real collector and a real broker that are killed with SIGKILL at random moments while a log is written and rotated:
 * every complete line is on the topic, under one id. {@code -Dselfheal.kill.seeds=20} runs more, {@code
 * -Dselfheal.kill.first=7} begins elsewhere.
 */
class KilledProcessesTest {
    private static final int SEEDS = Integer.getInteger("selfheal.kill.seeds", 2);
    private static final int FIRST = Integer.getInteger("selfheal.kill.first", 0);
    private static final int ROUNDS = 12;
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(4);

    @TempDir
    Path directory;

    @Test
    void everyLineIsOnTheTopicUnderOneId() throws Exception {
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (World world = new World(Files.createDirectory(directory.resolve("s" + seed)), seed)) {
                world.play();
            }
        }
    }

    private static final class World implements AutoCloseable {
        private final Random random;
        private final int seed;
        private final Path log;
        private final BrokerAndCollector both;
        private final StringBuilder story = new StringBuilder();
        private String half = "";
        private int written;
        private int rotations;

        World(Path folder, int seed) throws IOException {
            this.random = new Random(seed);
            this.seed = seed;
            this.log = folder.resolve("auth.log");
            this.both = new BrokerAndCollector(folder, """
                    sources:
                      - path: %s
                        type: syslog
                        zone: UTC
                        start: beginning
                    limits:
                      in-flight-events: 500
                    """.formatted(log));
        }

        void play() throws IOException {
            awaitBroker();
            for (int round = 0; round < ROUNDS; round++) {
                for (int burst = 1 + random.nextInt(4); burst > 0; burst--) {
                    write(20 + random.nextInt(300));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(200)));
                }
                act(random.nextInt(8));
            }
            write(1);
            story.append("end");
            both.startBroker();
            both.startCollector();
            awaitBroker();
            String how = "seed " + seed + ": " + story;
            Awaitility.await(how)
                    .atMost(SLOW_MACHINE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(both.idsOfUsers()).hasSizeGreaterThanOrEqualTo(written));
            Map<String, Set<String>> ids = both.idsOfUsers();
            assertThat(ids).as(how).hasSize(written);
            assertThat(ids.entrySet().stream().filter(user -> user.getValue().size() > 1))
                    .as("two ids, " + how)
                    .isEmpty();
            System.out.println("seed " + seed + ": " + written + " lines, each under one id: " + story);
        }

        private void act(int dice) throws IOException {
            switch (dice) {
                case 0, 1 -> {
                    story.append("kill collector, ");
                    both.killCollector();
                    write(random.nextInt(200));
                    both.startCollector();
                }
                case 2, 3 -> {
                    story.append("kill broker, ");
                    both.killBroker();
                    write(random.nextInt(200));
                    both.startBroker();
                }
                case 4 -> {
                    story.append("kill both, ");
                    both.killBroker();
                    both.killCollector();
                    rotate();
                    write(random.nextInt(200));
                    both.startBroker();
                    both.startCollector();
                }
                default -> rotate();
            }
        }

        private void rotate() throws IOException {
            story.append("rename, ");
            if (!half.isEmpty()) {
                write(1);
            }
            for (int i = rotations; i >= 1; i--) {
                Files.move(old(i), old(i + 1));
            }
            rotations++;
            Files.move(log, old(1));
        }

        private void write(int lines) throws IOException {
            StringBuilder text = new StringBuilder();
            String stamp = BrokerAndCollector.stamp();
            for (int i = 0; i < lines; i++) {
                String line = "%s node1 sshd[%d]: Failed password for invalid user u%d from 203.0.113.%d port %d ssh2\n"
                        .formatted(
                                half.isEmpty() ? stamp : half,
                                1 + written % 30_000,
                                written,
                                written % 250,
                                1024 + written % 60_000);
                text.append(line, half.length(), line.length());
                half = "";
                written++;
            }
            if (lines > 0 && random.nextInt(4) == 0) {
                half = stamp;
                text.append(half);
            }
            Files.write(log, text.toString().getBytes(US_ASCII), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        private void awaitBroker() {
            Awaitility.await("the broker of seed " + seed).atMost(SLOW_MACHINE).until(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), both.port())) {
                    return socket.isConnected();
                } catch (IOException e) {
                    return false;
                }
            });
        }

        private Path old(int age) {
            return log.resolveSibling("auth.log." + age);
        }

        @Override
        public void close() {
            both.close();
        }
    }
}
