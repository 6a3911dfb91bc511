package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * Somebody proved, or failed to prove, who he is.
 *
 * @param origin where and when
 * @param action one of the authentication actions: login, invalid user, too many tries, sudo, su, …
 * @param outcome how it ended
 * @param service {@code network.application}: {@code ssh}, {@code proxmox}, {@code sudo}, …
 * @param userName {@code user.name} as written by the client: hostile text
 * @param invalidUser whether the log says that the account does not exist
 * @param method {@code selfheal.auth.method}: {@code password}, {@code publickey}, …; null when unknown
 * @param reason {@code event.reason}: the daemon's own words, bounded; null when there are none
 */
public record Authentication(
        Origin origin,
        EventAction action,
        EventOutcome outcome,
        String service,
        @Nullable String userName,
        boolean invalidUser,
        @Nullable String method,
        @Nullable String reason)
        implements SecurityEvent {}
