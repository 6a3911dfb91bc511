package io.selfheal.responder.heal;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A unit that may be restarted.
 *
 * @param name for example {@code nginx.service}
 * @param restartsPerHour the budget
 * @param backOff wait before the first restart of an hour; doubles with each further one
 * @param settle how long it must live after a restart
 * @param probe what must answer then
 */
public record WatchedUnit(String name, int restartsPerHour, Duration backOff, Duration settle, Optional<URI> probe) {}
