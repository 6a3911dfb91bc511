package io.selfheal.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, from proc(5).
 *
 * @param cpuSeconds user and system time since its start, to 10 ms
 * @param residentMib what it holds in memory now
 */
record Usage(double cpuSeconds, double residentMib) {
    private static final double TICKS_PER_SECOND = 100;

    static Usage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // The program's name, which may hold blanks, ends with the last bracket; utime and stime are fields 14 and 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        double kib = Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
        return new Usage(ticks / TICKS_PER_SECOND, kib / 1024);
    }
}
