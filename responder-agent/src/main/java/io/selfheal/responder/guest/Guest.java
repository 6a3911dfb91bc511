package io.selfheal.responder.guest;

import java.time.Duration;

/**
 * A guest that should run.
 *
 * @param id its number (VMID)
 * @param name as outcomes, alerts and commands call it
 * @param settle how long it may take to boot
 * @param evenIfStopped whether it is started also when somebody stopped it on purpose
 */
public record Guest(int id, String name, Duration settle, boolean evenIfStopped) {}
