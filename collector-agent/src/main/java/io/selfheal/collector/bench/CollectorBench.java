package io.selfheal.collector.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures a collector: tail → parse → encode → acknowledged by a running Kafka, in a child process with the flags that
 * the node package uses, so that neither the broker nor the bench itself is counted.
 */
public final class CollectorBench {
    /** The flags of the node package, see docs/decisions. */
    public static final List<String> NODE_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss256k",
            "-Xmx24m",
            "-XX:TrimNativeHeapInterval=5000",
            "-XX:-UsePerfData");

    private static final int MAX_OUTPUT_LINES = 200;

    private CollectorBench() {}

    /**
     * What it cost.
     *
     * @param lines read and, all of them being events, acknowledged
     * @param cpuSeconds user and system time of the child, its start not included for a steady run
     * @param wallSeconds from the first byte read to the last acknowledgement
     * @param residentKib resident memory at the end
     * @param firstAckSeconds from the start of main to the first acknowledged event
     */
    public record Result(long lines, double cpuSeconds, double wallSeconds, long residentKib, double firstAckSeconds) {
        public double linesPerCpuSecond() {
            return cpuSeconds == 0 ? 0 : lines / cpuSeconds;
        }

        /** Share of one core. */
        public double load() {
            return wallSeconds == 0 ? 0 : cpuSeconds / wallSeconds;
        }
    }

    /**
     * Reads a generated file of sshd and access log lines to its end, including the process's start.
     *
     * @param work an empty directory
     * @throws IOException if the child cannot be run or fails
     */
    public static Result catchUp(String bootstrap, Path work, int lines) throws IOException, InterruptedException {
        return run(bootstrap, work, "catch-up", lines, 0);
    }

    /** Follows a file that grows by {@code rate} lines each second, for this long. */
    public static Result steady(String bootstrap, Path work, int rate, int seconds)
            throws IOException, InterruptedException {
        return run(bootstrap, work, "steady", rate * seconds, rate);
    }

    private static Result run(String bootstrap, Path work, String mode, int lines, int rate)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(NODE_FLAGS);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                CollectorBenchRun.class.getName(),
                bootstrap,
                work.toString(),
                mode,
                Integer.toString(lines),
                Integer.toString(rate)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("LC_ALL", "C");
        Process child = builder.start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (said.size() < MAX_OUTPUT_LINES) {
                    said.add(line);
                }
            }
        }
        if (!child.waitFor(10, TimeUnit.SECONDS) || child.exitValue() != 0) {
            child.destroyForcibly();
            throw new IOException("the measured collector failed: " + String.join(" / ", said));
        }
        return said.stream()
                .filter(line -> line.startsWith("result "))
                .map(CollectorBench::parse)
                .findFirst()
                .orElseThrow(() -> new IOException("the measured collector gave no result: " + said));
    }

    private static Result parse(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        return new Result(
                Long.parseLong(fields.get(1)),
                Double.parseDouble(fields.get(2)),
                Double.parseDouble(fields.get(3)),
                Long.parseLong(fields.get(4)),
                Double.parseDouble(fields.get(5)));
    }

    static String format(Result result) {
        return String.format(
                Locale.ROOT,
                "result %d %.3f %.3f %d %.3f",
                result.lines(),
                result.cpuSeconds(),
                result.wallSeconds(),
                result.residentKib(),
                result.firstAckSeconds());
    }
}
