/** What survives a restart: the verified desired set, local overrides, orders carried out, reports not yet sent. */
@NullMarked
package io.selfheal.responder.state;

import org.jspecify.annotations.NullMarked;
