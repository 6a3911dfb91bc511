package io.selfheal.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, from proc(5).
 *
 * @param cpuSeconds user and system time since its start, to 10 ms
 * @param residentMib what it holds in memory now
 * @param shareMib the same, with what others hold too divided among them
 */
record Usage(double cpuSeconds, double residentMib, double shareMib) {
    private static final double TICKS_PER_SECOND = 100;

    static Usage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // The program's name, which may hold blanks, ends with the last bracket; utime and stime are fields 14 and 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new Usage(
                ticks / TICKS_PER_SECOND,
                mib(proc.resolve("status"), "VmRSS:"),
                mib(proc.resolve("smaps_rollup"), "Pss:"));
    }

    /** 0 if the kernel does not tell. */
    private static double mib(Path file, String field) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(field))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                        .findFirst()
                        .orElse(0)
                : 0;
    }
}
