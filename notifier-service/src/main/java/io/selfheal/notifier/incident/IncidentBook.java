package io.selfheal.notifier.incident;

import io.selfheal.notifier.config.NotifierConfig.SessionConfig;
import io.selfheal.schemas.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts alerts into incidents: by grouping key, in sessions that end after a silence or a longest time, both by the
 * clock of the arrival. When more new incidents come in a minute than people can read, further ones are gathered in
 * one, the storm. Bounded: the longest silent incident ends early. In memory: after a restart an incident that goes on
 * gets one more message.
 */
public final class IncidentBook {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Cannot be a grouping key from outside: keys are never empty. */
    private static final String STORM = "";

    private final Duration gap;
    private final Duration longest;
    private final int capacity;
    private final int newPerMinute;
    private final InstantSource time;
    private final Map<String, Incident> open = new LinkedHashMap<>(64, 0.75f, true);
    private final Deque<Instant> recentlyNew = new ArrayDeque<>();
    private long nextId;

    public IncidentBook(SessionConfig config, InstantSource time) {
        this.gap = config.gap();
        this.longest = config.longest();
        this.capacity = config.open();
        this.newPerMinute = config.newPerMinute();
        this.time = time;
    }

    /** Adds an alert; the view is its incident with the alert in it. */
    public synchronized IncidentView add(Alert alert) {
        Instant now = time.instant();
        Incident incident = going(alert.groupingKey(), now);
        if (incident == null) {
            boolean storm = isStorm(now);
            String key = storm || alert.groupingKey().isEmpty() ? STORM : alert.groupingKey();
            incident = going(key, now);
            if (incident == null) {
                incident = new Incident(nextId++, key.equals(STORM), alert, now);
                open.put(key, incident);
                endLongestSilent();
            }
        }
        incident.add(alert, now);
        return incident.view();
    }

    /** Incidents that are held; some may have ended already and leave when their key or room is needed. */
    public synchronized int size() {
        return open.size();
    }

    private @Nullable Incident going(String key, Instant now) {
        Incident incident = open.get(key);
        if (incident == null) {
            return null;
        }
        boolean ended = incident.touched.plus(gap).isBefore(now)
                || incident.opened.plus(longest).isBefore(now);
        if (ended) {
            open.remove(key);
            return null;
        }
        return incident;
    }

    /** Whether the last so many alerts with new keys all came within a minute; counts this one. */
    private boolean isStorm(Instant now) {
        boolean storm = recentlyNew.size() == newPerMinute
                && recentlyNew.getFirst().plus(MINUTE).isAfter(now);
        if (recentlyNew.size() == newPerMinute) {
            recentlyNew.removeFirst();
        }
        recentlyNew.addLast(now);
        return storm;
    }

    private void endLongestSilent() {
        if (open.size() > capacity) {
            open.remove(open.keySet().iterator().next());
        }
    }
}
