package io.selfheal.schemas.event;

/**
 * Where a line stands.
 *
 * @param path {@code log.file.path}, or {@code journal} with the unit for the systemd journal
 * @param offset {@code log.offset}: bytes from the file's beginning to the line's first byte; 0 for the journal
 */
public record LogPosition(String path, long offset) {}
