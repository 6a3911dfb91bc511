/** The system's message bus, as far as it tells when units change: the D-Bus Specification, org.freedesktop.systemd1(5). */
@NullMarked
package io.selfheal.responder.bus;

import org.jspecify.annotations.NullMarked;
