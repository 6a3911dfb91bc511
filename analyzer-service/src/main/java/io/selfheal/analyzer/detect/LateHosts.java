package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.decide.Alerts;
import io.selfheal.schemas.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts whose events come too late to lead to anything, nearly all of them: the zone of a log is wrong, or the clock of
 * the device that sent it, or they were cut off. Nobody would notice otherwise, for nothing happens. Counted by the
 * hour of arrival; of {@value #MOST} hosts at most, the longest known of which is forgotten first. Not safe for several
 * threads.
 */
final class LateHosts {
    private static final int MOST = 1_000;
    private static final int ENOUGH = 20;
    /** So many times more late events than others. */
    private static final int NEARLY_ALL = 9;

    private final Map<String, Lateness> byHost = new LinkedHashMap<>();

    /** What came from a host within an hour. */
    private static final class Lateness {
        private long hour;
        private int late;
        private int onTime;
        private long seconds;
        private @Nullable LocalDate told;

        void turn(long now) {
            if (now != hour) {
                hour = now;
                late = 0;
                onTime = 0;
            }
        }
    }

    /** @param lag seconds between the event and its arrival */
    void late(String host, long lag, Instant arrival) {
        Lateness lateness = byHost.get(host);
        if (lateness == null) {
            if (byHost.size() >= MOST) {
                byHost.remove(byHost.keySet().iterator().next());
            }
            lateness = new Lateness();
            byHost.put(host, lateness);
        }
        lateness.turn(hour(arrival));
        lateness.late++;
        lateness.seconds = lag;
    }

    /** Costs nothing as long as no host was late. */
    void onTime(String host, Instant arrival) {
        if (byHost.isEmpty()) {
            return;
        }
        Lateness lateness = byHost.get(host);
        if (lateness != null) {
            lateness.turn(hour(arrival));
            lateness.onTime++;
        }
    }

    /** Of each host once a day. */
    List<Alert> news(Instant now) {
        List<Alert> alerts = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        byHost.forEach((host, lateness) -> {
            boolean nearlyAll = lateness.late >= ENOUGH && lateness.late >= NEARLY_ALL * lateness.onTime;
            if (nearlyAll && !today.equals(lateness.told)) {
                lateness.told = today;
                alerts.add(Alerts.late(host, lateness.late, Duration.ofSeconds(lateness.seconds), now));
            }
        });
        return alerts;
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 3600L);
    }
}
