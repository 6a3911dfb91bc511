package io.selfheal.responder.scan;

import io.selfheal.schemas.order.NodeAct.ScanProfile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long the last scans of each profile took; forgotten with the process. */
final class ScanTimes {
    private static final int KEPT = 9;

    private final Map<ScanProfile, Deque<Duration>> last = new EnumMap<>(ScanProfile.class);

    synchronized void add(ScanProfile profile, Duration took) {
        Deque<Duration> times = last.computeIfAbsent(profile, p -> new ArrayDeque<>());
        if (times.size() == KEPT) {
            times.removeFirst();
        }
        times.addLast(took);
    }

    /** The median of the last ones, which one host that does not answer does not move; empty before the first. */
    synchronized Optional<Duration> usual(ScanProfile profile) {
        List<Duration> times =
                last.getOrDefault(profile, new ArrayDeque<>()).stream().sorted().toList();
        return times.isEmpty() ? Optional.empty() : Optional.of(times.get(times.size() / 2));
    }
}
