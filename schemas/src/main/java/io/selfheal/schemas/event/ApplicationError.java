package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * A line of an error log, or another daemon's complaint about a client.
 *
 * @param origin where and when
 * @param action what the complaint is about
 * @param outcome how it ended
 * @param level {@code log.level} in lower case, for example {@code error}; null when unknown
 * @param module {@code selfheal.module}: the part that complained, for example {@code auth_basic}; null when unknown
 * @param reason {@code event.reason}: the complaint, bounded
 * @param url {@code url.original}: the path or file it is about; null when it names none
 * @param userName {@code user.name}; null when it names none
 */
public record ApplicationError(
        Origin origin,
        EventAction action,
        EventOutcome outcome,
        @Nullable String level,
        @Nullable String module,
        String reason,
        @Nullable String url,
        @Nullable String userName)
        implements SecurityEvent {}
