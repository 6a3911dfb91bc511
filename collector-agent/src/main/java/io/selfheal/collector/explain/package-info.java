/** Shows what each line became and why. */
@NullMarked
package io.selfheal.collector.explain;

import org.jspecify.annotations.NullMarked;
