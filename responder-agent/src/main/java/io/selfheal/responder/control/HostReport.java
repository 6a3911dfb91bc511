package io.selfheal.responder.control;

import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.HostVitals.Disk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The host's vitals as the status shows them. */
final class HostReport {
    private HostReport() {}

    static Map<String, Object> of(HostVitals vitals) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("uptime", Lengths.print(Duration.ofSeconds(vitals.uptimeSeconds())));
        report.put("cpu", percent(vitals.cpuPercent()) + " of " + vitals.cpus());
        report.put(
                "load",
                String.format(
                        Locale.ROOT,
                        "%.2f %.2f %.2f",
                        vitals.load().one(),
                        vitals.load().five(),
                        vitals.load().fifteen()));
        report.put(
                "memory",
                percent(vitals.memory().usedPercent()) + " of "
                        + size(vitals.memory().total()));
        if (vitals.memory().swapTotal() > 0) {
            report.put(
                    "swap",
                    percent(vitals.memory().swapUsedPercent()) + " of "
                            + size(vitals.memory().swapTotal()));
        }
        Map<String, Object> pressure = new LinkedHashMap<>();
        vitals.pressure().forEach((name, stall) -> pressure.put(name, percent(stall.some10())));
        report.put("pressure", pressure);
        Map<String, Object> disks = new LinkedHashMap<>();
        vitals.disks().forEach(disk -> disks.put(disk.mount(), disk(disk)));
        report.put("disks", disks);
        Map<String, Object> temperatures = new LinkedHashMap<>();
        vitals.temperatures().forEach(t -> temperatures.put(t.sensor(), t.celsius() + " °C"));
        report.put("temperatures", temperatures);
        report.put("connections", vitals.connections());
        List<String> top = new ArrayList<>();
        vitals.topProcesses()
                .forEach(p -> top.add(
                        p.name() + " [" + p.pid() + "] " + percent(p.cpuPercent()) + " CPU, " + size(p.memory())));
        report.put("top", top);
        return report;
    }

    private static String disk(Disk disk) {
        String inodes = disk.inodes() == 0 ? "" : ", inodes " + percent(disk.inodesUsedPercent());
        String full = disk.fullInHours() == null ? "" : ", full in about " + disk.fullInHours() + " h";
        return percent(disk.usedPercent()) + " of " + size(disk.total()) + inodes + full;
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    private static String size(long bytes) {
        return bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
                : (bytes >> 20) + " MiB";
    }
}
