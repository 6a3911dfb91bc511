package io.selfheal.schemas.event;

import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where and when an event comes from; what every event has.
 *
 * @param id {@code event.id}: a function of host, log identity and offset, so that a line read twice has one id
 * @param time {@code @timestamp}: the time in the line, UTC, milliseconds
 * @param host {@code host.name}: the node whose log it is
 * @param dataset {@code event.dataset}: the parser that understood the line, for example {@code sshd}
 * @param source {@code source.ip}; null when the line names none
 * @param sourcePort {@code source.port}, 0 when unknown
 * @param place {@code source.geo} and {@code source.as}; null when not looked up
 * @param count how many times it happened: 1, or N for "message repeated N times"
 * @param process {@code process.name}, for example {@code sshd-session}; null when unknown
 * @param pid {@code process.pid}, 0 when unknown
 * @param log {@code log.file.path} and {@code log.offset}; null for reports that came over HTTP
 * @param message the line's text, cut to a bound; null where it was left out
 */
public record Origin(
        String id,
        Instant time,
        String host,
        String dataset,
        @Nullable IpAddress source,
        int sourcePort,
        @Nullable Place place,
        int count,
        @Nullable String process,
        int pid,
        @Nullable LogPosition log,
        @Nullable String message) {
    public Origin {
        if (id.isEmpty() || host.isEmpty() || dataset.isEmpty()) {
            throw new IllegalArgumentException("id, host and dataset of an event must not be empty");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count " + count + " is out of range; allowed: 1 or more");
        }
        if (sourcePort < 0 || sourcePort > 65_535) {
            throw new IllegalArgumentException("source.port " + sourcePort + " is out of range; allowed: 0 to 65535");
        }
    }

    /** The same, seen from this place. */
    public Origin at(Place newPlace) {
        return new Origin(id, time, host, dataset, source, sourcePort, newPlace, count, process, pid, log, message);
    }

    /** The same at another time: that of its arrival, for a stamp that cannot be true. */
    public Origin at(Instant newTime) {
        return new Origin(id, newTime, host, dataset, source, sourcePort, place, count, process, pid, log, message);
    }
}
