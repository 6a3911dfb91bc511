/** Clocks that people and time servers set. */
@NullMarked
package io.selfheal.host.time;

import org.jspecify.annotations.NullMarked;
