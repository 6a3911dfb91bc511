package io.selfheal.schemas.vitals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a log source is being read.
 *
 * @param source its name, for example the file's path
 * @param state {@code reading}, {@code missing}, {@code denied} or {@code waiting}
 * @param lagBytes bytes written to it and not yet acknowledged by Kafka; -1 when unknown
 * @param lines lines read since the agent's start
 * @param events events made of them
 * @param unparsed lines no parser understood
 * @param lastLine when the newest line was read; null before the first
 */
public record SourceHeartbeat(
        String source,
        String state,
        long lagBytes,
        long lines,
        long events,
        long unparsed,
        @Nullable Instant lastLine) {}
