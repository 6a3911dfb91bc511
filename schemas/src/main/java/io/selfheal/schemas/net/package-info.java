/** Canonical addresses and networks: one value for one address, whatever its spelling. */
@NullMarked
package io.selfheal.schemas.net;

import org.jspecify.annotations.NullMarked;
