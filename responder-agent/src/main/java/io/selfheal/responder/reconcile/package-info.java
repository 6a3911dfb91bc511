/** Decisions and local overrides become the desired set; the firewall is made to match it. */
@NullMarked
package io.selfheal.responder.reconcile;

import org.jspecify.annotations.NullMarked;
