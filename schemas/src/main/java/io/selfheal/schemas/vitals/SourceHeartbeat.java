package io.selfheal.schemas.vitals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a log source is being read.
 *
 * @param source its name, for example the file's path
 * @param state {@code reading}, {@code missing}, {@code denied}, {@code waiting} or {@code hanging}
 * @param lagBytes bytes written to it and not yet acknowledged by Kafka; -1 when unknown
 * @param lines lines read since the agent's start
 * @param events events made of them
 * @param unparsed lines no parser understood
 * @param lastLine when the newest line was read; null before the first
 * @param lastEvent when the newest line that became an event was read; null before the first
 * @param dropped messages that came faster than they could be kept, and that nobody waited with
 * @param gaps how often something was taken away before it was read: by rotation, or by journald
 * @param gapBytes bytes of log files that were lost so, at least
 * @param gapEntries entries of the journal that were lost so
 * @param undecodable lines whose bytes are not UTF-8; they are read all the same, with U+FFFD in place of such bytes
 */
public record SourceHeartbeat(
        String source,
        String state,
        long lagBytes,
        long lines,
        long events,
        long unparsed,
        @Nullable Instant lastLine,
        @Nullable Instant lastEvent,
        long dropped,
        long gaps,
        long gapBytes,
        long gapEntries,
        long undecodable) {
    /** A source that lost nothing. */
    public SourceHeartbeat(
            String source,
            String state,
            long lagBytes,
            long lines,
            long events,
            long unparsed,
            @Nullable Instant lastLine) {
        this(source, state, lagBytes, lines, events, unparsed, lastLine, null, 0, 0, 0, 0, 0);
    }
}
