package io.selfheal.notifier.incident;

import io.selfheal.schemas.alert.Alert;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An open incident. Bounded whatever arrives; guarded by its book. */
final class Incident {
    /** Names that are told one by one; beyond them only their number. */
    private static final int SHOWN = 8;

    /** Names that are told apart when counting; beyond, a name may count twice as "at least". */
    private static final int COUNTED = 2000;

    private static final String BLOCKED = "blocked";

    final long id;
    final Instant opened;
    private final boolean storm;
    private final Set<String> subjects = new LinkedHashSet<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Set<String> kinds = new LinkedHashSet<>();
    private Alert worst;
    private Instant first;
    private Instant last;
    private long count;
    Instant touched;

    Incident(long id, boolean storm, Alert alert, Instant now) {
        this.id = id;
        this.storm = storm;
        this.opened = now;
        this.touched = now;
        this.worst = alert;
        this.first = alert.time();
        this.last = alert.time();
    }

    void add(Alert alert, Instant now) {
        touched = now;
        count++;
        first = alert.time().isBefore(first) ? alert.time() : first;
        last = alert.time().isAfter(last) ? alert.time() : last;
        if (representsBetter(alert)) {
            worst = alert;
        }
        remember(subjects, alert.subject(), COUNTED);
        remember(hosts, alert.host(), COUNTED);
        remember(kinds, alert.kind(), SHOWN);
    }

    /** The worst one; among equals a block, since it says what was done; among those the newest. */
    private boolean representsBetter(Alert alert) {
        int bySeverity = alert.severity().compareTo(worst.severity());
        return bySeverity > 0
                || (bySeverity == 0
                        && (alert.kind().equals(BLOCKED) || !worst.kind().equals(BLOCKED)));
    }

    IncidentView view() {
        return new IncidentView(
                id,
                worst.severity(),
                count,
                first,
                last,
                worst,
                shown(subjects),
                Math.max(0, subjects.size() - SHOWN),
                shown(hosts),
                Math.max(0, hosts.size() - SHOWN),
                List.copyOf(kinds),
                storm);
    }

    private static void remember(Set<String> names, String name, int bound) {
        if (!name.isEmpty() && names.size() < bound) {
            names.add(name.length() > 256 ? name.substring(0, 256) : name);
        }
    }

    private static List<String> shown(Set<String> names) {
        return names.stream().limit(SHOWN).toList();
    }
}
