package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a line stands.
 *
 * @param path {@code log.file.path}, or {@code journal} with the unit for the systemd journal
 * @param offset {@code log.offset}: bytes from the file's beginning to the line's first byte; 0 for the journal
 * @param container {@code container.name}: whose output the file is, in Kubernetes {@code NAMESPACE/POD/CONTAINER}; null
 *     where it is no container's
 */
public record LogPosition(
        String path, long offset, @Nullable String container) {
    /** A place in a log that is no container's. */
    public LogPosition(String path, long offset) {
        this(path, offset, null);
    }
}
