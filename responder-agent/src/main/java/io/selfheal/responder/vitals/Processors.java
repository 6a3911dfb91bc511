package io.selfheal.responder.vitals;

import io.selfheal.schemas.vitals.HostVitals.Load;
import io.selfheal.schemas.vitals.HostVitals.Memory;
import io.selfheal.schemas.vitals.HostVitals.Pressure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processors, memory and their stalls, from /proc/stat, loadavg, meminfo and pressure (proc(5)). */
final class Processors {
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    /** user nice system idle iowait irq softirq steal; guest time is within user. */
    private static final int FIELDS = 8;

    private final KernelFiles files;
    private long lastBusy = -1;
    private long lastTotal;
    private int count;

    Processors(KernelFiles files) {
        this.files = files;
    }

    /** Share of time in use since the call before, in percent; 0 at the first. */
    double usedPercent() {
        long busy = 0;
        long total = 0;
        count = 0;
        for (String line : files.lines("proc/stat", 1 << 16)) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.substring(4).strip().split("\\s+", -1);
                for (int i = 0; i < Math.min(FIELDS, fields.length); i++) {
                    long ticks = KernelFiles.parse(fields[i], 0);
                    total += ticks;
                    busy += i == IDLE || i == IO_WAIT ? 0 : ticks;
                }
            } else if (line.startsWith("cpu")) {
                count++;
            }
        }
        double percent = lastBusy < 0 || total <= lastTotal ? 0 : 100.0 * (busy - lastBusy) / (total - lastTotal);
        lastBusy = busy;
        lastTotal = total;
        return KernelFiles.rounded(Math.clamp(percent, 0, 100));
    }

    /** As of the last reading. */
    int count() {
        return Math.max(1, count);
    }

    Load load() {
        String[] fields = files.text("proc/loadavg", 128).split(" ", 4);
        return fields.length < 3
                ? new Load(0, 0, 0)
                : new Load(
                        KernelFiles.decimal(fields[0]), KernelFiles.decimal(fields[1]), KernelFiles.decimal(fields[2]));
    }

    Memory memory() {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : files.lines("proc/meminfo", 1 << 14)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String kib = line.substring(colon + 1).replace("kB", "").strip();
                bytes.put(line.substring(0, colon), KernelFiles.parse(kib, 0) * 1024);
            }
        }
        return new Memory(
                bytes.getOrDefault("MemTotal", 0L),
                bytes.getOrDefault("MemAvailable", 0L),
                bytes.getOrDefault("SwapTotal", 0L),
                bytes.getOrDefault("SwapFree", 0L));
    }

    long uptimeSeconds() {
        return (long) KernelFiles.decimal(files.text("proc/uptime", 64).split(" ", 2)[0]);
    }

    Map<String, Pressure> pressure() {
        Map<String, Pressure> all = new HashMap<>();
        for (String resource : List.of("cpu", "memory", "io")) {
            List<String> lines = files.lines("proc/pressure/" + resource, 512);
            if (!lines.isEmpty()) {
                all.put(
                        resource,
                        new Pressure(
                                value(lines, "some", "avg10="),
                                value(lines, "some", "avg60="),
                                value(lines, "full", "avg10=")));
            }
        }
        return all;
    }

    private static double value(List<String> lines, String kind, String name) {
        for (String line : lines) {
            int at = line.indexOf(name);
            if (line.startsWith(kind) && at > 0) {
                return KernelFiles.decimal(line.substring(at + name.length()).split(" ", 2)[0]);
            }
        }
        return 0;
    }
}
