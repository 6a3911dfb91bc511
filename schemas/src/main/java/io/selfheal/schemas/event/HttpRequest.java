package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * One line of an access log. Everything but status and sizes is the client's own text.
 *
 * @param origin where and when
 * @param method {@code http.request.method}; {@code -} when the request line was none
 * @param url {@code url.original}: path and query as sent, still encoded
 * @param version {@code http.version}, for example {@code 1.1}; null when the line has none
 * @param status {@code http.response.status_code}, 0 when unknown
 * @param responseBytes {@code http.response.body.bytes}, -1 when unknown
 * @param referrer {@code http.request.referrer}; null for {@code -}
 * @param userAgent {@code user_agent.original}; null for {@code -}
 * @param virtualHost {@code url.domain}; null when the format has none
 * @param userName {@code user.name} of HTTP authentication; null for {@code -}
 */
public record HttpRequest(
        Origin origin,
        String method,
        String url,
        @Nullable String version,
        int status,
        long responseBytes,
        @Nullable String referrer,
        @Nullable String userAgent,
        @Nullable String virtualHost,
        @Nullable String userName)
        implements SecurityEvent {
    @Override
    public EventAction action() {
        return EventAction.HTTP_REQUEST;
    }

    /** Failure from status 400 on, as ECS counts it. */
    @Override
    public EventOutcome outcome() {
        return status == 0 ? EventOutcome.UNKNOWN : status < 400 ? EventOutcome.SUCCESS : EventOutcome.FAILURE;
    }
}
