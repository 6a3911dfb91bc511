/** Guests of Proxmox, as units that can be healed. */
@NullMarked
package io.selfheal.responder.guest;

import org.jspecify.annotations.NullMarked;
