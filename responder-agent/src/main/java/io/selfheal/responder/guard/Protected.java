package io.selfheal.responder.guard;

import io.selfheal.schemas.net.Cidr;

/**
 * A network that is never blocked here.
 *
 * @param network which
 * @param label why, as it completes "is …" or "contains …", for example {@code the default gateway 192.0.2.1}
 */
public record Protected(Cidr network, String label) {}
