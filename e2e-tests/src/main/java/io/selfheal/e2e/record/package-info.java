/** Records real attacks of the laboratory as the material of {@code selfheal demo}. */
@NullMarked
package io.selfheal.e2e.record;

import org.jspecify.annotations.NullMarked;
