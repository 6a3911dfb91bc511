package io.selfheal.notifier.incident;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import java.util.List;

/**
 * An incident as it stood at one moment.
 *
 * @param id of the incident, unique in this process
 * @param severity the highest so far
 * @param count alerts so far
 * @param first time of its first alert
 * @param last the newest time of an alert
 * @param worst the alert that made the severity, the newest of those
 * @param subjects whom it is about, the first ones
 * @param moreSubjects how many more there are; counted up to a bound
 * @param hosts where, the first ones
 * @param moreHosts how many more
 * @param kinds kinds of alerts in it, the first ones
 * @param isStorm whether it gathers many different incidents
 */
public record IncidentView(
        long id,
        Severity severity,
        long count,
        Instant first,
        Instant last,
        Alert worst,
        List<String> subjects,
        int moreSubjects,
        List<String> hosts,
        int moreHosts,
        List<String> kinds,
        boolean isStorm) {
    public IncidentView {
        subjects = List.copyOf(subjects);
        hosts = List.copyOf(hosts);
        kinds = List.copyOf(kinds);
    }
}
