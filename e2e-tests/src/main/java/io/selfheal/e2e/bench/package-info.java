/** What {@code selfheal bench} measures, in CPU seconds. */
@NullMarked
package io.selfheal.e2e.bench;

import org.jspecify.annotations.NullMarked;
