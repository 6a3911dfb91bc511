/** The analyzer on a real broker: what only a real changelog and a real rebalance can show. */
@NullMarked
package io.selfheal.e2e.stream;

import org.jspecify.annotations.NullMarked;
