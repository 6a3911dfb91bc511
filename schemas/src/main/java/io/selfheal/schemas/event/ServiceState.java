package io.selfheal.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * A service started, failed, or was killed.
 *
 * @param origin where and when
 * @param action what happened to it
 * @param unit {@code service.name}: the systemd unit, or the process where there is no unit
 * @param result {@code event.reason}: systemd's result or signal, for example {@code exit-code}; null when unknown
 */
public record ServiceState(
        Origin origin,
        EventAction action,
        String unit,
        @Nullable String result) implements SecurityEvent {
    @Override
    public EventOutcome outcome() {
        return action == EventAction.SERVICE_STARTED ? EventOutcome.SUCCESS : EventOutcome.FAILURE;
    }
}
