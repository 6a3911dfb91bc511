/** Decision and Order to Outcome: firewall, services. Plain Java, no framework. */
@NullMarked
package io.selfheal.responder;

import org.jspecify.annotations.NullMarked;
