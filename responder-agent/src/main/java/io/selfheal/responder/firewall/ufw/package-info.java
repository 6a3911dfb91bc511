/** ufw, for nodes whose administrator wants every rule to go through it. */
@NullMarked
package io.selfheal.responder.firewall.ufw;

import org.jspecify.annotations.NullMarked;
