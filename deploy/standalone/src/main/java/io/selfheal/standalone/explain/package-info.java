/** {@code selfheal explain}: what each line became and why. */
@NullMarked
package io.selfheal.standalone.explain;

import org.jspecify.annotations.NullMarked;
