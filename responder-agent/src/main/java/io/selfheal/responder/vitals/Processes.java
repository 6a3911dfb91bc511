package io.selfheal.responder.vitals;

import io.selfheal.schemas.vitals.HostVitals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which processes use most, from two looks at /proc/PID/stat; about 15 µs each, at most 8192. */
final class Processes {
    private static final int TOP = 5;
    /** USER_HZ, which Linux keeps at 100 for programs whatever the kernel's own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final long PAGE = 4096;

    private final KernelFiles files;
    private Map<Integer, Seen> last = Map.of();
    private Instant lastAt = Instant.EPOCH;

    /** @param start tells a process from a later one with its number */
    private record Seen(int pid, String name, long ticks, long start, long memory) {}

    Processes(KernelFiles files) {
        this.files = files;
    }

    /** The five that used most CPU since the call before, and the five with most memory. */
    List<HostVitals.BusyProcess> top(Instant now) {
        List<HostVitals.BusyProcess> all = all(now);
        Set<HostVitals.BusyProcess> top = new LinkedHashSet<>();
        all.stream()
                .sorted(Comparator.comparingDouble(HostVitals.BusyProcess::cpuPercent)
                        .reversed())
                .filter(process -> process.cpuPercent() > 0)
                .limit(TOP)
                .forEach(top::add);
        all.stream()
                .sorted(Comparator.comparingLong(HostVitals.BusyProcess::memory).reversed())
                .filter(process -> process.memory() > 0)
                .limit(TOP)
                .forEach(top::add);
        return List.copyOf(top);
    }

    /** All, with the CPU that they used since the call before; 0 at the first. */
    List<HostVitals.BusyProcess> all(Instant now) {
        double seconds = Math.max(0.001, Duration.between(lastAt, now).toMillis() / 1000.0);
        Map<Integer, Seen> current = new HashMap<>();
        List<HostVitals.BusyProcess> all = new ArrayList<>();
        for (String name : files.names("proc", "[0-9]*")) {
            Seen seen = look(name);
            if (seen != null) {
                current.put(seen.pid(), seen);
                all.add(used(seen, seconds));
            }
        }
        last = current;
        lastAt = now;
        return all;
    }

    private HostVitals.BusyProcess used(Seen seen, double seconds) {
        Seen before = last.get(seen.pid());
        boolean same = before != null && before.start() == seen.start();
        double percent = same ? 100 * (seen.ticks() - before.ticks()) / TICKS_PER_SECOND / seconds : 0;
        return new HostVitals.BusyProcess(
                seen.pid(), seen.name(), KernelFiles.rounded(Math.max(0, percent)), seen.memory());
    }

    /** {@code 4711 (a name) S …}: the name may hold anything, so that its end is the last bracket. */
    private @Nullable Seen look(String pid) {
        String stat = files.text("proc/" + pid + "/stat", 1024);
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return null;
        }
        String[] rest = stat.substring(close + 1).strip().split(" ", -1);
        return rest.length < 22
                ? null
                : new Seen(
                        (int) KernelFiles.parse(pid, 0),
                        stat.substring(open + 1, close),
                        KernelFiles.parse(rest[11], 0) + KernelFiles.parse(rest[12], 0),
                        KernelFiles.parse(rest[19], 0),
                        KernelFiles.parse(rest[21], 0) * PAGE);
    }
}
