/** The one thread that owns the desired set and the firewall, and what is asked of it. */
@NullMarked
package io.selfheal.responder.enforce;

import org.jspecify.annotations.NullMarked;
