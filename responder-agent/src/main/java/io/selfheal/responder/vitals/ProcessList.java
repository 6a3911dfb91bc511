package io.selfheal.responder.vitals;

import io.selfheal.schemas.vitals.HostVitals.BusyProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** This host's processes, those that use most CPU first, from two looks (COL-24). */
public final class ProcessList {
    private static final int MOST = 50;

    private final Path root;
    private final KernelFiles files;

    /**
     * One process.
     *
     * @param user its owner
     * @param cpuPercent of one processor, between the looks
     * @param memory resident bytes
     * @param memoryPercent of the host's memory
     */
    public record Listed(int pid, String name, String user, double cpuPercent, long memory, double memoryPercent) {}

    /** @param root {@code /} */
    public ProcessList(Path root) {
        this.root = root;
        this.files = new KernelFiles(root);
    }

    /**
     * The fifty that used most CPU, and of those that used as much the larger ones.
     *
     * @param name what the program's name holds, in whatever case; empty for all
     * @param between how long is waited between the looks
     */
    public List<Listed> look(String name, Duration between) throws InterruptedException {
        Processes processes = new Processes(files);
        long began = System.nanoTime();
        processes.all(Instant.EPOCH);
        Thread.sleep(between);
        long passed = System.nanoTime() - began;
        long total = Math.max(1, new Processors(files).memory().total());
        String part = name.toLowerCase(Locale.ROOT);
        return processes.all(Instant.EPOCH.plusNanos(passed)).stream()
                .filter(process -> process.name().toLowerCase(Locale.ROOT).contains(part))
                .sorted(Comparator.comparingDouble(BusyProcess::cpuPercent)
                        .thenComparingLong(BusyProcess::memory)
                        .reversed())
                .limit(MOST)
                .map(process -> new Listed(
                        process.pid(),
                        process.name(),
                        owner(process.pid()),
                        process.cpuPercent(),
                        process.memory(),
                        KernelFiles.rounded(100.0 * process.memory() / total)))
                .toList();
    }

    /** Empty if it has ended meanwhile. */
    private String owner(int pid) {
        try {
            return Files.getOwner(root.resolve("proc/" + pid)).getName();
        } catch (IOException e) {
            return "";
        }
    }
}
