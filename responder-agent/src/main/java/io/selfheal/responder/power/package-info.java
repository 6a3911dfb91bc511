/** Reboot and shutdown, by order only. Nothing that decides by itself may reach this package. */
@NullMarked
package io.selfheal.responder.power;

import org.jspecify.annotations.NullMarked;
