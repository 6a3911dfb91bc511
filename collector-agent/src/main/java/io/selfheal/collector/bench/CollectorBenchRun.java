package io.selfheal.collector.bench;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.agent.log.LogOutput;
import io.selfheal.collector.CollectorAgent;
import io.selfheal.collector.CollectorConfig;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;

/** The measured process: a collector on a file it writes itself. */
final class CollectorBenchRun {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private CollectorBenchRun() {}

    /**
     * Runs and prints one result.
     *
     * @param arguments bootstrap servers, work directory, mode, lines, lines a second
     */
    public static void main(String[] arguments) throws IOException {
        LogOutput.toStandardError(Level.WARNING);
        Path work = Path.of(arguments[1]);
        boolean steady = arguments[2].equals("steady");
        int lines = Integer.parseInt(arguments[3]);
        int rate = Integer.parseInt(arguments[4]);
        Path log = work.resolve("bench.log");
        write(log, 0, steady ? rate : lines);
        CollectorConfig config = config(arguments[0], work, log);
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        try (CollectorAgent agent = CollectorAgent.start(config)) {
            await(agent, 1);
            double firstAck = seconds(System.nanoTime() - start);
            if (steady) {
                await(agent, rate);
                cpuBefore = cpuNanos();
                start = System.nanoTime();
                grow(log, rate, lines - rate);
            }
            await(agent, lines);
            double wall = seconds(System.nanoTime() - start);
            double cpu = seconds(cpuNanos() - (steady ? cpuBefore : 0));
            long measured = steady ? lines - rate : lines;
            System.out.println(
                    CollectorBench.format(new CollectorBench.Result(measured, cpu, wall, residentKib(), firstAck)));
        }
    }

    private static CollectorConfig config(String bootstrap, Path work, Path log) {
        return YamlConfig.parse(
                "bench.yaml", """
                host-name: bench
                kafka: {bootstrap: "%s"}
                state-directory: %s
                sources: [{path: "%s", type: auto, zone: UTC, start: beginning}]
                """.formatted(bootstrap, work.resolve("state"), log), CollectorConfig.class);
    }

    private static void await(CollectorAgent agent, long acknowledged) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (agent.acknowledged() < acknowledged) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "only " + agent.acknowledged() + " of " + acknowledged + " events were acknowledged");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** As a daemon writes: in small pieces, spread over the second. */
    private static void grow(Path log, int rate, int lines) throws IOException {
        int each = Math.max(1, rate / 100);
        long start = System.nanoTime();
        for (int written = 0; written < lines; written += each) {
            write(log, rate + written, Math.min(each, lines - written));
            long due = start + (long) ((written + each) * 1e9 / rate);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Two thirds sshd, one third combined access log, from 5,000 addresses. */
    private static void write(Path log, int first, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(
                log, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = first; i < first + count; i++) {
                String address = "198." + (18 + i % 2) + "." + (i / 2 % 50) + "." + (1 + i / 100 % 50);
                if (i % 3 == 2) {
                    out.append(address)
                            .append(" - - [21/Nov/2026:12:00:00 +0000] \"GET /index.php?id=")
                            .append(Integer.toString(i))
                            .append(
                                    " HTTP/1.1\" 404 162 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Firefox/115.0\"\n");
                } else {
                    out.append("Nov 21 12:00:00 bench sshd[")
                            .append(Integer.toString(1000 + i % 30_000))
                            .append("]: Failed password for invalid user admin")
                            .append(Integer.toString(i % 100))
                            .append(" from ")
                            .append(address)
                            .append(" port ")
                            .append(Integer.toString(1024 + i % 60_000))
                            .append(" ssh2\n");
                }
            }
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** VmRSS of {@code /proc/self/status}; 0 where there is none. */
    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
